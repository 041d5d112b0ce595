package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.metrics.signal.Fourier;
import io.dynafuse.task.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds scenes against what is published of photographs: amplitude spectra fall with frequency to the power of about -1, on average -1.2
 * (D. J. Tolhurst, Y. Tadmor and T. Chao, "Amplitude spectra of natural images", Ophthalmic and Physiological Optics 12, 1992), -1.1 (D. J. Field, "Relations
 * between the statistics of natural images and the response properties of cortical cells", Journal of the Optical Society of America A 4, 1987) or -0.9
 * (D. L. Ruderman and W. Bialek, "Statistics of natural images", Physical Review Letters 73, 1994); derivatives have a kurtosis far above the 3 of normal
 * distributions (J. Huang and D. Mumford, "Statistics of natural images and models", CVPR 1999).
 */
class PhotographStatisticsTest {
    private static final int SIDE = 128;
    private static final int SCENES = 16;

    @ParameterizedTest
    @EnumSource(names = {"MULTI_FOCUS", "MULTI_EXPOSURE"})
    void spectraFallAsThoseOfPhotographs(Task task) {
        SceneMaker maker = SceneMakers.of(task);
        double sum = 0;
        for (int seed = 0; seed < SCENES; seed++) {
            double slope = slope(truth(maker, seed));
            assertThat(slope).isBetween(-1.8, -0.7);
            sum += slope;
        }
        assertThat(sum / SCENES).isBetween(-1.4, -0.9);
    }

    @ParameterizedTest
    @EnumSource(names = {"MULTI_FOCUS", "MULTI_EXPOSURE"})
    void derivativesHaveHeavyTails(Task task) {
        SceneMaker maker = SceneMakers.of(task);
        double sum = 0;
        for (int seed = 0; seed < SCENES; seed++) {
            sum += kurtosis(truth(maker, seed));
        }
        assertThat(sum / SCENES).isBetween(7.0, 40.0);
    }

    /** The mean of the three channels as encoded. */
    private static double[] truth(SceneMaker maker, int seed) {
        Image truth = maker.make(SIDE, SIDE, seed).truth().orElseThrow();
        float[] values = truth.values();
        double[] gray = new double[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            gray[i % gray.length] += values[i] / 3;
        }
        return gray;
    }

    /** By least squares over rings of frequencies from 3 to a third of the side, of a picture that fades out at its borders. */
    private static double slope(double[] gray) {
        double[] rings = new double[SIDE / 3];
        int[] counts = new int[rings.length];
        double[] spectrum = spectrum(gray);
        for (int i = 0; i < gray.length; i++) {
            int fx = Math.min(i % SIDE, SIDE - i % SIDE);
            int fy = Math.min(i / SIDE, SIDE - i / SIDE);
            int ring = (int) Math.round(Math.hypot(fx, fy));
            if (ring < rings.length) {
                rings[ring] += spectrum[2 * i] * spectrum[2 * i] + spectrum[2 * i + 1] * spectrum[2 * i + 1];
                counts[ring]++;
            }
        }
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int ring = 3; ring < rings.length; ring++) {
            double frequency = Math.log(ring);
            double amplitude = Math.log(rings[ring] / counts[ring]) / 2;
            x += frequency;
            y += amplitude;
            xx += frequency * frequency;
            xy += frequency * amplitude;
        }
        int n = rings.length - 3;
        return (n * xy - x * y) / (n * xx - x * x);
    }

    private static double[] spectrum(double[] gray) {
        double mean = 0;
        for (double value : gray) {
            mean += value / gray.length;
        }
        double[] complex = new double[2 * gray.length];
        for (int i = 0; i < gray.length; i++) {
            complex[2 * i] = (gray[i] - mean) * window(i % SIDE) * window(i / SIDE);
        }
        new Fourier(SIDE, SIDE).forward(complex);
        return complex;
    }

    private static double window(int place) {
        return 0.5 - 0.5 * Math.cos(2 * Math.PI * place / (SIDE - 1));
    }

    /** Of the differences of neighbours in a row. */
    private static double kurtosis(double[] gray) {
        double mean = 0;
        int count = SIDE * (SIDE - 1);
        double[] slopes = new double[count];
        for (int i = 0; i < count; i++) {
            int pixel = i / (SIDE - 1) * SIDE + i % (SIDE - 1);
            slopes[i] = gray[pixel + 1] - gray[pixel];
            mean += slopes[i] / count;
        }
        double second = 0;
        double fourth = 0;
        for (double slope : slopes) {
            double square = (slope - mean) * (slope - mean);
            second += square / count;
            fourth += square * square / count;
        }
        return fourth / (second * second);
    }
}
