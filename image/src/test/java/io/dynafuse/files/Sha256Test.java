package io.dynafuse.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The first example of FIPS 180-2. */
    @Test
    void isTheDigestOfTheStandard() throws IOException {
        byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Sha256.hex(Sha256.of(new ByteArrayInputStream(text)))).isEqualTo(expected);
        assertThat(Sha256.hex(Sha256.begin().digest(text))).isEqualTo(expected);
    }
}
