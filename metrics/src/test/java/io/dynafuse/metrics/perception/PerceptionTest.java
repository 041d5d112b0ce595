package io.dynafuse.metrics.perception;

import static io.dynafuse.metrics.Scores.evaluate;
import static io.dynafuse.metrics.Scores.score;
import static io.dynafuse.metrics.TestPictures.changed;
import static io.dynafuse.metrics.TestPictures.noise;
import static io.dynafuse.metrics.TestPictures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import java.util.List;
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
        Picture rising = row(0, 255);
        Picture falling = row(255, 0);
        assertThat(score(QCB, MetricProfile.LIU, falling, rising, rising)).isCloseTo(expected, within(1e-9));
        assertThat(score(QCB, MetricProfile.LIU, falling, rising, rising, rising))
                .isCloseTo(expected, within(1e-9));
        // A source equal to the fused image weighs by the squares of its contrasts.
        double atLeft = weighted(ofLeft, ofRight);
        double atRight = weighted(ofRight, ofLeft);
        assertThat(score(QCB, MetricProfile.LIU, falling, rising, falling))
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
        Picture rising = row(0, 255);
        Picture falling = row(255, 0);
        double square = Math.pow(255 * ERROR_TO_ONE, 2);
        assertThat(score(QCV, falling, rising, rising)).isCloseTo(square, within(1e-6));
        double squareOfCode = Math.pow(255 * ERROR_TO_ONE_OF_CODE, 2);
        assertThat(score(QCV, MetricProfile.LIU, falling, rising, rising))
                .isCloseTo(squareOfCode * 2 / 256, within(1e-6));
        // Two equal saliencies, one error of none.
        assertThat(score(QCV, falling, rising, falling)).isCloseTo(square / 2, within(1e-6));
        assertThat(score(QCV, falling, rising, falling, falling)).isCloseTo(square / 3, within(1e-6));
    }

    @Test
    void blackSourcesAreNotSalient() {
        Picture rising = row(0, 255);
        Picture falling = row(255, 0);
        Picture black = row(0, 0);
        assertThat(score(QCV, falling, rising, black)).isCloseTo(score(QCV, falling, rising, rising), within(1e-9));
        assertThat(evaluate(QCV, falling, black, black)).isInstanceOf(Score.Undefined.class);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void thirdSourceEqualToTheOthersChangesNothing(Metric metric) {
        Picture fused = noise(37, 24, 1);
        Picture source = noise(37, 24, 2);
        for (MetricProfile profile : metric.definitions().keySet()) {
            double expected = score(metric, profile, fused, source, source);
            assertThat(score(metric, profile, fused, source, source, source))
                    .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        }
    }

    @Test
    void stretchedMetricsDoNotSeeBrightnessAndContrast() {
        Picture fused = noise(20, 33, 1);
        Picture first = noise(20, 33, 2);
        Picture second = noise(20, 33, 3);
        Picture dimmed = changed(fused, sample -> sample / 4 + 17.5);
        for (Metric metric : List.of(QCB, QCV)) {
            double expected = score(metric, fused, first, second);
            assertThat(score(metric, dimmed, first, second)).isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void transposedImagesScoreTheSame() {
        Picture fused = noise(35, 27, 1);
        Picture first = noise(35, 27, 2);
        Picture second = noise(35, 27, 3);
        for (Metric metric : List.of(QP, QCB)) {
            double expected = score(metric, fused, first, second);
            assertThat(score(metric, transposed(fused), transposed(first), transposed(second)))
                    .as(metric.id())
                    .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
        }
    }

    @Test
    void perfectFusion() {
        Picture image = noise(31, 30, 1);
        assertThat(score(QCB, image, image, image)).isEqualTo(1, within(1e-12));
        assertThat(score(QCV, image, image, image)).isZero();
        assertThat(score(QP, image, image, image)).isGreaterThan(score(QP, noise(31, 30, 2), image, image));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void constantImagesLeaveItUndefined(Metric metric) {
        Picture image = noise(16, 16, 1);
        Picture gray = changed(image, sample -> 100);
        for (MetricProfile profile : metric.definitions().keySet()) {
            assertThat(evaluate(metric, profile, image, image, gray)).isInstanceOf(Score.Undefined.class);
            assertThat(evaluate(metric, profile, gray, image, image)).isInstanceOf(Score.Undefined.class);
            assertThat(evaluate(metric, profile, gray, gray, gray)).isInstanceOf(Score.Undefined.class);
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void onePixelLeavesItUndefined(Metric metric) {
        for (MetricProfile profile : metric.definitions().keySet()) {
            assertThat(evaluate(metric, profile, row(17), row(200), row(64))).isInstanceOf(Score.Undefined.class);
        }
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
