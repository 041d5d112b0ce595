package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhaseCongruencyTest {
    @Test
    void findsAnEdgeInNoiseAtAnyContrast() {
        int side = 64;
        for (double contrast : new double[] {200, 5}) {
            Random random = new Random(9);
            double[] samples = new double[side * side];
            for (int i = 0; i < samples.length; i++) {
                double step = i % side < side / 2 ? 0 : contrast;
                samples[i] = 20 + step + contrast / 50 * random.nextGaussian();
            }
            PhaseCongruency.Maps maps = maps(Plane.over(side, side, samples));
            for (int y = 0; y < side; y++) {
                int edge = y * side + side / 2;
                int flat = y * side + side / 4;
                assertThat(maps.congruency()[edge]).isBetween(0.3, 1.0);
                assertThat(maps.congruency()[flat]).isLessThan(0.1);
                // The change is along rows, though filters of all orientations see some of it.
                assertThat(maps.alongX()[edge]).isGreaterThan(maps.alongY()[edge]);
            }
        }
    }

    @Test
    void turnsWithTheImage() {
        int width = 45;
        int height = 31;
        double[] samples = new Random(5).doubles((long) width * height, 0, 255).toArray();
        double[] turned = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            turned[i % width * height + i / width] = samples[i];
        }
        PhaseCongruency.Maps maps = maps(Plane.over(width, height, samples));
        PhaseCongruency.Maps ofTurned = maps(Plane.over(height, width, turned));
        for (int i = 0; i < samples.length; i++) {
            int to = i % width * height + i / width;
            assertThat(ofTurned.congruency()[to]).isCloseTo(maps.congruency()[i], within(1e-10));
            assertThat(ofTurned.alongX()[to]).isCloseTo(maps.alongY()[i], within(1e-10));
            assertThat(ofTurned.alongY()[to]).isCloseTo(maps.alongX()[i], within(1e-10));
            assertThat(ofTurned.mixed()[to]).isCloseTo(maps.mixed()[i], within(1e-10));
        }
    }

    @Test
    void gridsAgreeOnEvenSidesOnly() {
        Plane even = Plane.over(4, 2, new double[8]);
        Plane odd = Plane.over(4, 3, new double[12]);
        assertThat(PhaseCongruency.of(even, FrequencyGrid.DISPLACED_ON_ODD_SIDES))
                .isEqualTo(PhaseCongruency.of(even, FrequencyGrid.TRUE));
        assertThat(PhaseCongruency.of(odd, FrequencyGrid.DISPLACED_ON_ODD_SIDES))
                .isNotEqualTo(PhaseCongruency.of(odd, FrequencyGrid.TRUE));
    }

    @Test
    void medianIsTheMiddleOfTheSorted() {
        Random random = new Random(3);
        for (int count = 1; count < 200; count++) {
            double[] values = random.doubles(count)
                    .map(value -> value < 0.3 ? 0 : Math.exp(40 * value - 20))
                    .toArray();
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double expected = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
            assertThat(Median.ofNonNegative(values)).isEqualTo(expected);
        }
    }

    private static PhaseCongruency.Maps maps(Plane plane) {
        return new Features().get(PhaseCongruency.of(plane, FrequencyGrid.TRUE));
    }
}
