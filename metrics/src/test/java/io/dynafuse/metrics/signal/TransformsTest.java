package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.SobelEdges.Thinning;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cosine transform, wavelet, edges, slope, and the logarithm made for many of them. */
class TransformsTest {
    @Test
    void theCosineTransformFindsASingleWave() {
        int width = 7;
        int height = 5;
        Plane plane = plane(
                width,
                height,
                (x, y) -> Math.cos(Math.PI * 3 * (2 * x + 1) / (2.0 * width))
                        * Math.cos(Math.PI * 2 * (2 * y + 1) / (2.0 * height)));

        Plane spectrum = new CosineTransform(plane).compute(new Features());

        // The norm of a wave other than the constant one is the root of half its length.
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double expected = x == 3 && y == 2 ? Math.sqrt(width * height) / 2 : 0;
                assertThat(spectrum.at(x, y)).isCloseTo(expected, within(1e-13));
            }
        }
    }

    @Test
    void theWaveletOfAConstantIsConstantInEveryBand() {
        Plane bands = new MeyerWavelet(plane(5, 4, (x, y) -> 3)).compute(new Features());

        assertThat(bands.width()).isEqualTo(2 * 33);
        assertThat(bands.height()).isEqualTo(2 * 32);
        for (int y = 0; y < bands.height(); y++) {
            for (int x = 0; x < bands.width(); x++) {
                // The filter, cut to 61 taps, suppresses a constant to a thousandth only.
                assertThat(bands.at(x, y)).isCloseTo(x < 33 && y < 32 ? 6 : 0, within(1e-2));
                assertThat(bands.at(x, y)).isCloseTo(bands.at(x < 33 ? 0 : 33, y < 32 ? 0 : 32), within(1e-13));
            }
        }
    }

    @Test
    void theWaveletSeparatesChangeAlongRowsFromChangeAlongColumns() {
        int length = 64;
        Plane columnsChange = plane(length, length, (x, y) -> y % 2);
        Plane rowsChange = plane(length, length, (x, y) -> x % 2);

        assertThat(largestOfQuarter(columnsChange, 1, 0)).isGreaterThan(0.9);
        assertThat(largestOfQuarter(columnsChange, 0, 1)).isLessThan(1e-2);
        assertThat(largestOfQuarter(rowsChange, 0, 1)).isGreaterThan(0.9);
        assertThat(largestOfQuarter(rowsChange, 1, 0)).isLessThan(1e-2);
    }

    @Test
    void aSingleSampleSpreadsAsTheFilter() {
        int length = 140;
        Plane plane = plane(length, length, (x, y) -> x == 70 && y == 70 ? 1 : 0);

        Plane bands = new MeyerWavelet(plane).compute(new Features());

        // Sample k of a band is centred at 2k - 30 (approximation) or 2k - 29 (detail).
        int band = bands.width() / 2;
        double middle = 0.74458559231880628;
        double beside = 0.44459300275757724;
        assertThat(bands.at(50, 50)).isCloseTo(middle * middle, within(1e-15));
        assertThat(bands.at(50, 51)).isCloseTo(middle * -0.035087555656258346, within(1e-15));
        assertThat(bands.at(band + 50, 50)).isCloseTo(middle * beside, within(1e-15));
        assertThat(bands.at(49, band + 50)).isCloseTo(middle * beside, within(1e-15));
        assertThat(bands.at(band + 49, band + 50)).isCloseTo(beside * beside, within(1e-15));
    }

    @Test
    void anEdgeLiesOnTheFarSideOfAStep() {
        Plane step = plane(16, 6, (x, y) -> x < 8 ? 0 : 100);

        Plane edges = new SobelEdges(step, Thinning.ALONG_GRADIENT).compute(new Features());
        Plane strict = new SobelEdges(step, Thinning.EITHER_DIRECTION).compute(new Features());

        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 16; x++) {
                // Columns 7 and 8 have the same gradient: only one is a maximum, and neither a strict one.
                assertThat(edges.at(x, y)).isEqualTo(x == 8 && y > 0 && y < 5 ? 1 : 0);
                assertThat(strict.at(x, y)).isEqualTo(0);
            }
        }
    }

    @Test
    void aSlopeIsOneSidedAtTheRim() {
        Plane squares = plane(4, 2, (x, y) -> x * x);

        assertThat(new HorizontalSlope(squares).compute(new Features()).samples())
                .containsExactly(1, 2, 4, 5, 1, 2, 4, 5);
    }

    @Test
    void theFastLogarithmIsAsGoodAsTheSlowOne() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double value = Math.exp(40 * random.nextDouble() - 20);
            double expected = Math.log(value) / Math.log(2);
            double allowed = 1e-15 * Math.max(1, Math.abs(expected));
            assertThat(BinaryLogarithm.of(value)).isCloseTo(expected, within(allowed));
            assertThat(BinaryLogarithm.of(-value)).isEqualTo(BinaryLogarithm.of(value));
        }
        assertThat(BinaryLogarithm.of(8)).isCloseTo(3, within(1e-15));
        assertThat(BinaryLogarithm.of(0)).isFinite();
    }

    private interface Sample {
        double at(int x, int y);
    }

    private static Plane plane(int width, int height, Sample sample) {
        double[] samples = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                samples[y * width + x] = sample.at(x, y);
            }
        }
        return Plane.over(width, height, samples);
    }

    private static double largestOfQuarter(Plane plane, int right, int below) {
        Plane bands = new MeyerWavelet(plane).compute(new Features());
        double largest = 0;
        for (int y = 0; y < bands.height() / 2; y++) {
            for (int x = 0; x < bands.width() / 2; x++) {
                double sample = bands.at(right * bands.width() / 2 + x, below * bands.height() / 2 + y);
                largest = Math.max(largest, Math.abs(sample));
            }
        }
        return largest;
    }
}
