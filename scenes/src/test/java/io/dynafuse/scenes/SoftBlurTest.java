package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoftBlurTest {
    /** Three means over 3 pixels: weights 1, 3, 6, 7, 6, 3, 1 of 27 each way. */
    @Test
    void aPointBecomesWhatThreeMeansMakeOfIt() {
        int[] weights = {1, 3, 6, 7, 6, 3, 1};
        float[] point = new float[11 * 9];
        point[4 * 11 + 5] = 1;
        float[] blurred = new SoftBlur(1).apply(point, 11, 9);
        for (int y = 1; y <= 7; y++) {
            for (int x = 2; x <= 8; x++) {
                assertThat(blurred[y * 11 + x]).isCloseTo(weights[x - 2] * weights[y - 1] / 729f, within(1e-6f));
            }
        }
        assertThat(blurred[0]).isZero();
    }

    @Test
    void whatIsEvenStaysEvenHoweverWideTheBlur() {
        float[] even = new float[12 * 5];
        Arrays.fill(even, 0.3f);
        for (int radius : new int[] {0, 1, 4, 40}) {
            for (float value : new SoftBlur(radius).apply(even, 12, 5)) {
                assertThat(value).isCloseTo(0.3f, within(1e-5f));
            }
        }
    }
}
