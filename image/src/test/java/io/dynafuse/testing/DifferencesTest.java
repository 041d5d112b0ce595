package io.dynafuse.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** What all conformance tests rest on. */
class DifferencesTest {
    @Test
    void largestDifferenceSeesEveryValue() {
        assertThat(Differences.largest(new float[] {1, 5, 2}, new float[] {1, 1, 3}))
                .isEqualTo(4);
    }

    @Test
    void largestDifferenceIsNotANumberIfOneIsNot() {
        float[] expected = {9, Float.NaN, 1};
        assertThat(Differences.largest(expected, new float[] {0, 0, 1})).isNaN();
        assertThat(Differences.largest(new float[] {0, 0, 1}, expected)).isNaN();
    }

    @Test
    void arraysOfDifferentLengthDoNotCompare() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Differences.largest(new float[2], new float[3]));
    }
}
