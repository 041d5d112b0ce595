package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowClientsTest {
    @Test
    void aBodyHasTwentySecondsAndThenNeedsAThousandBytesEach() {
        assertThat(SlowClients.isTooSlow(0, 19.9)).isFalse();
        assertThat(SlowClients.isTooSlow(0, 20.1)).isTrue();
        assertThat(SlowClients.isTooSlow(29_999, 30)).isTrue();
        assertThat(SlowClients.isTooSlow(30_000, 30)).isFalse();
        assertThat(SlowClients.isTooSlow(3_000_000, 600)).isFalse();
    }
}
