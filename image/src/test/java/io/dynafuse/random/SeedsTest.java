package io.dynafuse.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeedsTest {
    /** Digests by sha256sum. */
    @Test
    void isTheStartOfTheDigestOfSeedAndName() {
        assertThat(Seeds.derive(7, "scene")).isEqualTo(0x5600da1f3de01e77L);
        assertThat(Seeds.derive(-3, "conv1.weight")).isEqualTo(0x27f52d1e54aef956L);
        assertThat(Seeds.derive(0, "Stra\u00dfe")).isEqualTo(0x7d466c53b3976c9aL);
    }

    @Test
    void seedAndNameDoNotRunTogether() {
        assertThat(Seeds.derive(1, "1")).isNotEqualTo(Seeds.derive(11, ""));
    }
}
