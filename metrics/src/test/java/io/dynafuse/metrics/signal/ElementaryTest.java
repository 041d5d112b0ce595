package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementaryTest {
    @Test
    void powersOfEAreExactWhereTheyMatter() {
        for (double x = -10; x <= 10; x += 0.03125) {
            assertThat(Elementary.exp(x) / Math.exp(x)).as("x = %s", x).isCloseTo(1, within(2e-13));
        }
        for (double x = -50; x <= 50; x += 0.25) {
            assertThat(Elementary.exp(x) / Math.exp(x)).as("x = %s", x).isCloseTo(1, within(3e-8));
        }
        assertThat(Elementary.exp(0)).isEqualTo(1);
        assertThat(Elementary.exp(-200)).isBetween(0.0, 1e-86);
    }

    @Test
    void inclinationsAreArcTangents() {
        Random random = new Random(1);
        int count = 5000;
        double[] x = random.doubles(count, -1000, 1000).toArray();
        double[] y = random.doubles(count, -1000, 1000).toArray();
        double[] lengths = new double[count];
        for (int i = 0; i < count; i++) {
            y[i] *= Math.pow(10, i % 12 - 6);
            lengths[i] = Math.sqrt(x[i] * x[i] + y[i] * y[i]);
        }
        double[] angles = Elementary.inclinations(x, y, lengths);
        for (int i = 0; i < count; i++) {
            assertThat(angles[i]).isCloseTo(Math.atan(y[i] / x[i]), within(4e-15));
        }
    }

    @Test
    void inclinationIsNoNumberWithoutWidth() {
        assertThat(Elementary.inclinations(new double[] {0, 0, 1}, new double[] {5, 0, 0}, new double[] {5, 0, 1}))
                .containsExactly(Double.NaN, Double.NaN, 0);
    }
}
