package io.dynafuse.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** What all conformance tests rest on. */
class GoldenTest {
    @Test
    void largestDifferenceSeesEveryValue() {
        assertThat(Golden.largestDifference(new float[] {1, 5, 2}, new float[] {1, 1, 3}))
                .isEqualTo(4);
    }

    @Test
    void largestDifferenceIsNotANumberIfOneIsNot() {
        float[] expected = {9, Float.NaN, 1};
        assertThat(Golden.largestDifference(expected, new float[] {0, 0, 1})).isNaN();
        assertThat(Golden.largestDifference(new float[] {0, 0, 1}, expected)).isNaN();
    }

    @Test
    void arraysOfDifferentLengthDoNotCompare() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Golden.largestDifference(new float[2], new float[3]));
    }
}
