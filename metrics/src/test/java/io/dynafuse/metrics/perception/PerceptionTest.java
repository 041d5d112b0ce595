package io.dynafuse.metrics.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PerceptionTest {
    private static final Metric QP = PhaseCongruencyMetric.QP;
    private static final Metric QCB = ContrastPreservation.QCB;
    private static final Metric QCV = RegionalError.QCV;

    /** Where a pair of pixels is 0 and 255: the sensitivity of Qcb to none and to one cycle over two pixels. */
    private static final double TO_NONE = 1 - 0.7622;

    private static final double TO_ONE =
            Math.exp(-Math.pow(1 / 15.0 / 15.387, 2)) - 0.7622 * Math.exp(-Math.pow(1 / 15.0 / 1.3456, 2));

    /** The sensitivity of Qcv to one cycle over the image, 0.114 / 4 = 0.0285. */
    private static final double ERROR_TO_ONE = 2.6 * (0.0192 + 0.0285) * Math.exp(-Math.pow(0.0285, 1.1));

    /** The same with the digits that common code has exchanged, 0.144 / 4 = 0.036. */
    private static final double ERROR_TO_ONE_OF_CODE = 2.6 * (0.0192 + 0.036) * Math.exp(-Math.pow(0.036, 1.1));

    private static Stream<Metric> metrics() {
        return Stream.of(QP, QCB, QCV);
    }

    @Test
    void contrastOfTwoPixelsAgainstTheirMirrorImage() {
        double left = (TO_NONE - TO_ONE) / 2;
        double right = (TO_NONE + TO_ONE) / 2;
        double ofLeft = contrast(left, right);
        double ofRight = contrast(right, left);
        double expected = Math.min(ofLeft, ofRight) / Math.max(ofLeft, ofRight);
        Picture rising = Picture.gray(2, 1, new double[] {0, 255});
        Picture falling = Picture.gray(2, 1, new double[] {255, 0});
        assertThat(value(QCB, MetricProfile.LIU, falling, rising, rising)).isCloseTo(expected, within(1e-9));
        assertThat(value(QCB, MetricProfile.LIU, falling, rising, rising, rising))
                .isCloseTo(expected, within(1e-9));
        // A source equal to the fused image weighs by the squares of its contrasts.
        double atLeft = weighted(ofLeft, ofRight);
        double atRight = weighted(ofRight, ofLeft);
        assertThat(value(QCB, MetricProfile.LIU, falling, rising, falling))
                .isCloseTo((atLeft + atRight) / 2, within(1e-9));
    }

    /** Of a pixel and its only neighbour, zeros around: 4 is the ratio of the squared deviations. */
    private static double contrast(double here, double beside) {
        double centre = 4 * (here + Math.exp(-1 / 8.0) * beside);
        double surround = here + Math.exp(-1 / 32.0) * beside;
        double local = Math.abs(centre / surround - 1);
        return Math.pow(local, 3) / (local * local + 1e-4);
    }

    private static double weighted(double source, double fused) {
        double ratio = Math.min(source, fused) / Math.max(source, fused);
        return (source * source * ratio + fused * fused) / (source * source + fused * fused);
    }

    @Test
    void errorOfTwoPixelsAgainstTheirMirrorImage() {
        Picture rising = Picture.gray(2, 1, new double[] {0, 255});
        Picture falling = Picture.gray(2, 1, new double[] {255, 0});
        double square = Math.pow(255 * ERROR_TO_ONE, 2);
        assertThat(value(QCV, MetricProfile.CANONICAL, falling, rising, rising)).isCloseTo(square, within(1e-6));
        double squareOfCode = Math.pow(255 * ERROR_TO_ONE_OF_CODE, 2);
        assertThat(value(QCV, MetricProfile.LIU, falling, rising, rising))
                .isCloseTo(squareOfCode * 2 / 256, within(1e-6));
        // Two equal saliencies, one error of none.
        assertThat(value(QCV, MetricProfile.CANONICAL, falling, rising, falling))
                .isCloseTo(square / 2, within(1e-6));
        assertThat(value(QCV, MetricProfile.CANONICAL, falling, rising, falling, falling))
                .isCloseTo(square / 3, within(1e-6));
    }

    @Test
    void blackSourcesAreNotSalient() {
        Picture rising = Picture.gray(2, 1, new double[] {0, 255});
        Picture falling = Picture.gray(2, 1, new double[] {255, 0});
        Picture black = Picture.gray(2, 1, new double[2]);
        assertThat(value(QCV, MetricProfile.CANONICAL, falling, rising, black))
                .isCloseTo(value(QCV, MetricProfile.CANONICAL, falling, rising, rising), within(1e-9));
        assertThat(score(QCV, MetricProfile.CANONICAL, falling, black, black)).isInstanceOf(Score.Undefined.class);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void orderOfSourcesDoesNotMatter(Metric metric) {
        Picture fused = noise(1, 37, 24);
        Picture[] sources = {noise(2, 37, 24), noise(3, 37, 24), noise(4, 37, 24)};
        for (MetricProfile profile : metric.definitions().keySet()) {
            double expected = value(metric, profile, fused, sources);
            assertThat(value(metric, profile, fused, sources[2], sources[0], sources[1]))
                    .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void thirdSourceEqualToTheOthersChangesNothing(Metric metric) {
        Picture fused = noise(1, 37, 24);
        Picture source = noise(2, 37, 24);
        for (MetricProfile profile : metric.definitions().keySet()) {
            double expected = value(metric, profile, fused, source, source);
            assertThat(value(metric, profile, fused, source, source, source))
                    .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        }
    }

    @Test
    void stretchedMetricsDoNotSeeBrightnessAndContrast() {
        Picture fused = noise(1, 20, 33);
        Picture first = noise(2, 20, 33);
        Picture second = noise(3, 20, 33);
        Picture dimmed = changed(fused, sample -> sample / 4 + 17.5);
        for (Metric metric : List.of(QCB, QCV)) {
            double expected = value(metric, MetricProfile.CANONICAL, fused, first, second);
            assertThat(value(metric, MetricProfile.CANONICAL, dimmed, first, second))
                    .isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void transposedImagesScoreTheSame() {
        Picture fused = noise(1, 35, 27);
        Picture first = noise(2, 35, 27);
        Picture second = noise(3, 35, 27);
        for (Metric metric : List.of(QP, QCB)) {
            double expected = value(metric, MetricProfile.CANONICAL, fused, first, second);
            assertThat(value(metric, MetricProfile.CANONICAL, transposed(fused), transposed(first), transposed(second)))
                    .as(metric.id())
                    .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        }
    }

    @Test
    void perfectFusion() {
        Picture image = noise(1, 31, 30);
        assertThat(value(QCB, MetricProfile.CANONICAL, image, image, image)).isEqualTo(1, within(1e-12));
        assertThat(value(QCV, MetricProfile.CANONICAL, image, image, image)).isZero();
        assertThat(value(QP, MetricProfile.CANONICAL, image, image, image))
                .isGreaterThan(value(QP, MetricProfile.CANONICAL, noise(2, 31, 30), image, image));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void constantImagesLeaveItUndefined(Metric metric) {
        Picture image = noise(1, 16, 16);
        Picture gray = changed(image, sample -> 100);
        for (MetricProfile profile : metric.definitions().keySet()) {
            assertThat(score(metric, profile, image, image, gray)).isInstanceOf(Score.Undefined.class);
            assertThat(score(metric, profile, gray, image, image)).isInstanceOf(Score.Undefined.class);
            assertThat(score(metric, profile, gray, gray, gray)).isInstanceOf(Score.Undefined.class);
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void anySizeHasAScoreOrAReason(Metric metric) {
        int[][] sizes = {{1, 1}, {1, 2}, {2, 1}, {1, 7}, {8, 1}, {2, 2}, {3, 3}, {5, 2}, {16, 17}, {13, 1}, {1, 16}};
        for (int[] size : sizes) {
            for (MetricProfile profile : metric.definitions().keySet()) {
                Score score = score(
                        metric,
                        profile,
                        noise(1, size[0], size[1]),
                        noise(2, size[0], size[1]),
                        noise(3, size[0], size[1]));
                if (size[0] * size[1] == 1) {
                    assertThat(score).isInstanceOf(Score.Undefined.class);
                } else if (score instanceof Score.Value value && profile == MetricProfile.CANONICAL) {
                    assertThat(metric.range().contains(value.number()))
                            .as(metric + " " + value)
                            .isTrue();
                }
            }
        }
    }

    private static double value(Metric metric, MetricProfile profile, Picture fused, Picture... sources) {
        return score(metric, profile, fused, sources).toOptional().orElseThrow();
    }

    private static Score score(Metric metric, MetricProfile profile, Picture fused, Picture... sources) {
        return new Evaluation(FusedScene.of(fused, sources)).score(metric, profile);
    }

    private static Picture noise(long seed, int width, int height) {
        return Picture.gray(
                width,
                height,
                new Random(seed)
                        .ints((long) width * height, 0, 256)
                        .asDoubleStream()
                        .toArray());
    }

    private static Picture changed(Picture picture, DoubleUnaryOperator change) {
        double[] samples = picture.planes().get(0).samples();
        return Picture.gray(
                picture.width(),
                picture.height(),
                Arrays.stream(samples).map(change).toArray());
    }

    private static Picture transposed(Picture picture) {
        double[] samples = new double[picture.width() * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                samples[x * picture.height() + y] = picture.planes().get(0).at(x, y);
            }
        }
        return Picture.gray(picture.height(), picture.width(), samples);
    }
}
