package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VarianceTest {
    @Test
    void ofThePopulation() {
        assertThat(variance(2, 4, 4, 4, 5, 5, 7, 9)).isEqualTo(4);
        assertThat(variance(1, 2, 3)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(variance(250)).isZero();
    }

    @Test
    void isExactlyZeroForEqualSamples() {
        double[] samples = new double[1001];
        Arrays.fill(samples, 0.1);
        assertThat(variance(samples)).isZero();
    }

    @Test
    void isNotLostInALargeMean() {
        assertThat(variance(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4)).isCloseTo(1.25, within(1e-12));
    }

    private static double variance(double... samples) {
        return new Features().get(new Variance(Plane.over(samples.length, 1, samples)));
    }
}
