package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleDepthTest {
    @Test
    void eachHasAWord() {
        assertThat(SampleDepth.values()).extracting(SampleDepth::word).containsExactly("8", "16", "float");
        assertThat(SampleDepth.values())
                .allSatisfy(depth -> assertThat(SampleDepth.of(depth.word())).isEqualTo(depth));
        assertThat(SampleDepth.of("Float")).isEqualTo(SampleDepth.FLOAT_32);
        assertThat(SampleDepth.BITS_16.description()).isEqualTo("16 bits");
        assertThat(SampleDepth.FLOAT_32.description()).isEqualTo("float");
    }

    @Test
    void anotherWordIsAnsweredByThoseThatThereAre() {
        assertThatThrownBy(() -> SampleDepth.of("12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one of 8, 16, float, found 12");
    }
}
