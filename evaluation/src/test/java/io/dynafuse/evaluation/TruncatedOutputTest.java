package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import org.junit.jupiter.api.Test;

class TruncatedOutputTest {
    private static float[] levels(float... values) {
        float[] levels = TruncatedOutput.of(Image.of(values.length, 1, 1, values, SampleDepth.FLOAT_32))
                .values();
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(levels[i] * 255);
        }
        return levels;
    }

    @Test
    void whatIsBetweenTwoLevelsBecomesTheLowerOne() {
        assertThat(levels(0, 0.9f / 255, 1 / 255f, 100.99f / 255, 254.9f / 255, 1))
                .containsExactly(0, 0, 1, 100, 254, 255);
    }

    @Test
    void whatIsBeyondTheRangeIsClipped() {
        assertThat(levels(-0.5f, 1.5f)).containsExactly(0, 255);
    }

    @Test
    void everyLevelStaysItself() {
        for (int level = 0; level < 256; level++) {
            assertThat(levels(level / 255f)).containsExactly(level);
        }
    }

    @Test
    void channelsStayApart() {
        Image cut = TruncatedOutput.of(
                Image.of(1, 1, 3, new float[] {10.5f / 255, 20.5f / 255, 30.5f / 255}, SampleDepth.FLOAT_32));
        assertThat(cut.channels()).isEqualTo(3);
        assertThat(cut.depth()).isEqualTo(SampleDepth.BITS_8);
        assertThat(cut.values()).containsExactly(10 / 255f, 20 / 255f, 30 / 255f);
    }

    @Test
    void whatWasRoundedBeforeIsRefused() {
        Image rounded = Image.of(1, 1, 1, new float[1], SampleDepth.BITS_8);
        assertThatThrownBy(() -> TruncatedOutput.of(rounded)).hasMessageContaining("expected float samples");
    }
}
