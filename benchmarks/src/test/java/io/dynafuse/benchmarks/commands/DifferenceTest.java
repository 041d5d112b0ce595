package io.dynafuse.benchmarks.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void theLargestDifferenceIsInLevelsAndTheShareInPercent() {
        Image first = image(10, 20, 30, 40);
        Difference difference = Difference.of(first, image(10, 17, 30, 41));
        assertThat(difference).hasToString("3 (50 %)");
        assertThat(Difference.of(first, first)).hasToString("none");
    }

    @Test
    void imagesOfOtherSizesAreNoResultsOfOneFusion() {
        Image wide = Image.of(4, 1, 1, new float[4], SampleDepth.BITS_8);
        assertThatThrownBy(() -> Difference.of(wide, image(0, 0, 0, 0))).isInstanceOf(IllegalStateException.class);
    }

    private static Image image(int... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return Image.of(2, 2, 1, values, SampleDepth.BITS_8);
    }
}
