package io.dynafuse.metrics.structure;

import static io.dynafuse.metrics.Scores.evaluate;
import static io.dynafuse.metrics.Scores.score;
import static io.dynafuse.metrics.TestPictures.changed;
import static io.dynafuse.metrics.TestPictures.mixed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.ConformanceRow;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.TestPictures;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the golden values cannot show: three sources, samples that are not whole, tiny and flat images. */
class StructureTest {
    private static final double C1 = 6.5025;
    private static final double C2 = 58.5225;
    private static final double EPSILON = Math.ulp(1.0);

    private final Picture a = noise(1);
    private final Picture b = noise(2);
    private final Picture c = noise(3);
    private final Picture f = mixed(mixed(a, b, (x, y) -> 0.6 * x + 0.3 * y), c, (x, y) -> x + 0.2 * y);

    static Stream<Metric> all() {
        return Stream.of(
                Ssim.SSIM,
                Ssim.SSIM_GT,
                MultiScaleSsim.MS_SSIM,
                MefSsim.MEF_SSIM,
                MefSsim.MEF_MS_SSIM,
                Piella.QS,
                Piella.QW,
                Piella.QE,
                Cvejic.QC,
                Yang.QY);
    }

    @ParameterizedTest
    @MethodSource("all")
    void identicalImagesScoreOne(Metric metric) {
        Picture image = TestPictures.noise(176, 176, 7);
        assertThat(score(metric, FusedScene.of(image, image, image).withTruth(image)))
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void constantImagesHaveTheSimilarityOfTheirLuminance() {
        Picture dark = flat(100);
        Picture light = flat(160);
        Picture fused = flat(130);
        double darkSimilarity = (26000 + C1) / (26900 + C1);
        double lightSimilarity = (41600 + C1) / (42500 + C1);

        assertThat(score(Ssim.SSIM, MetricProfile.VIFB, fused, dark, light))
                .isCloseTo(darkSimilarity + lightSimilarity, within(1e-9));
        assertThat(score(Piella.QS, fused, dark, light))
                .isCloseTo((darkSimilarity + lightSimilarity) / 2, within(1e-9));
        for (Metric metric : List.of(Piella.QW, Piella.QE, Cvejic.QC, Yang.QY)) {
            assertThat(evaluate(metric, fused, dark, light)).isInstanceOf(Score.Undefined.class);
        }
    }

    @Test
    void singlePixelsAreDefinedWhereTheRimIsRepeated() {
        Picture fused = Picture.gray(1, 1, new double[] {130});
        Picture source = Picture.gray(1, 1, new double[] {100});

        assertThat(score(Ssim.SSIM, MetricProfile.TANG_UINT8, fused, source, fused))
                .isCloseTo((1 + (26000 + C1) / (26900 + C1)) / 2, within(1e-9));
    }

    @Test
    void similarityIsTheMeanOverThreeSources() {
        double expected = Stream.of(a, b, c)
                .mapToDouble(source -> mean(similarities(source, f, 11, C1, C2)))
                .average()
                .orElseThrow();

        assertThat(score(Ssim.SSIM, f, a, b, c)).isCloseTo(expected, within(1e-10));
        assertThat(score(Ssim.SSIM, MetricProfile.VIFB, f, a, b, c)).isCloseTo(3 * expected, within(1e-10));
    }

    @Test
    void similarityWithTheTruthIsThatWithOneSource() {
        assertThat(score(Ssim.SSIM_GT, MetricProfile.TANG, FusedScene.of(f).withTruth(a)))
                .isCloseTo(mean(similarities(a, f, 11, C1, C2)), within(1e-10));
        assertThat(evaluate(Ssim.SSIM_GT, f, a, b)).isInstanceOf(Score.Undefined.class);
    }

    @Test
    void piellaWeighsThreeSourcesByTheirVariances() {
        List<double[]> maps = Stream.of(a, b, c)
                .map(source -> similarities(source, f, 11, C1, C2))
                .toList();
        List<double[]> variances = Stream.of(a, b, c)
                .map(source -> covariances(source, source, 11))
                .toList();
        double plain = 0;
        double weighted = 0;
        double weights = 0;
        int count = maps.get(0).length;
        for (int i = 0; i < count; i++) {
            double total = 0;
            double blended = 0;
            double largest = 0;
            for (int m = 0; m < 3; m++) {
                total += variances.get(m)[i];
                blended += variances.get(m)[i] * maps.get(m)[i];
                largest = Math.max(largest, variances.get(m)[i]);
            }
            plain += blended / total / count;
            weighted += largest * blended / total;
            weights += largest;
        }

        assertThat(score(Piella.QS, f, a, b, c)).isCloseTo(plain, within(1e-10));
        assertThat(score(Piella.QW, f, a, b, c)).isCloseTo(weighted / weights, within(1e-10));
    }

    @Test
    void blackWindowsDoNotCountAmongTheWeighted() {
        Picture left = besideBlack(a);
        Picture right = besideBlack(b);
        double[] similarities = similarities(left, left, 11, C1, C2);

        assertThat(Arrays.stream(similarities).allMatch(value -> value > 0.999)).isTrue();
        assertThat(score(Piella.QW, left, left, right))
                .isNotEqualTo(score(Piella.QW, MetricProfile.LIU, left, left, right));
        assertThat(score(Piella.QW, flipped(left), flipped(left), flipped(right)))
                .isCloseTo(score(Piella.QW, left, left, right), within(1e-12));
    }

    @Test
    void theIndicesWithoutConstantsDoNotDependOnScaleHoweverSmall() {
        for (Metric metric : List.of(Cvejic.QC, Yang.QY)) {
            double expected = score(metric, f, a, b);
            DoubleUnaryOperator small = x -> x / 1024;
            assertThat(score(metric, changed(f, small), changed(a, small), changed(b, small)))
                    .as(metric.id())
                    .isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void cvejicFollowsItsRules() {
        // Against the fused image, so that shares fall outside of 0..1.
        Picture opposed = changed(b, x -> 255 - x);
        double[] first = covariances(a, f, 7);
        double[] second = covariances(opposed, f, 7);
        double[] firstIndex = similarities(a, f, 7, 2e-16, 2e-16);
        double[] secondIndex = similarities(opposed, f, 7, 2e-16, 2e-16);
        double[] published = new double[first.length];
        double[] inCode = new double[first.length];
        for (int i = 0; i < published.length; i++) {
            double share = first[i] / (first[i] + second[i]);
            double cut = share < 0 ? 0 : share > 1 ? 1 : share;
            published[i] = cut * firstIndex[i] + (1 - cut) * secondIndex[i];
            inCode[i] = share < 0 ? 0 : share > 1 ? 1 : published[i];
        }

        assertThat(mean(inCode)).isNotCloseTo(mean(published), within(1e-3));
        assertThat(score(Cvejic.QC, f, a, opposed)).isCloseTo(mean(published), within(1e-9));
        assertThat(score(Cvejic.QC, MetricProfile.MEFB, f, a, opposed)).isCloseTo(mean(inCode), within(1e-8));
    }

    @Test
    void cvejicAsAllCodeHasItMeetsTheGoldenValues() {
        // Where covariances vanish or cancel by symmetry, residues of the reference decided whole windows.
        ConformanceRow.check("Qc-exact", 5e-4, scene -> Cvejic.score(scene, Cvejic.Outside.REPLACED));
    }

    @Test
    void liuIsUndefinedWhereAWindowIsBlackInAllImages() {
        FusedScene scene = FusedScene.of(besideBlack(f), besideBlack(a), besideBlack(b));

        for (Metric metric : List.of(Cvejic.QC, Yang.QY)) {
            assertThat(evaluate(metric, MetricProfile.LIU, scene)).isInstanceOf(Score.Undefined.class);
            assertThat(evaluate(metric, MetricProfile.MEFB, scene)).isInstanceOf(Score.Value.class);
            assertThat(evaluate(metric, scene)).isInstanceOf(Score.Value.class);
        }
    }

    @Test
    void yangComparesTwoSourcesOnly() {
        assertThat(evaluate(Yang.QY, f, a, b, c)).isInstanceOf(Score.Undefined.class);
    }

    @Test
    void desiredBlocksAreThoseLaidOutPixelByPixel() {
        assertThat(score(MefSsim.MEF_SSIM, f, a, b, c)).isCloseTo(laidOut(f, List.of(a, b, c)), within(1e-10));
        Picture faint = changed(a, x -> 100 + x / 500);
        assertThat(score(MefSsim.MEF_SSIM, f, faint, b)).isCloseTo(laidOut(f, List.of(faint, b)), within(1e-9));
    }

    @Test
    void negativeSimilarityCannotBeRaisedToAPower() {
        Picture image = TestPictures.noise(176, 176, 9);
        Picture negative = changed(image, x -> 255 - x);

        for (Metric metric : List.of(MultiScaleSsim.MS_SSIM, MefSsim.MEF_MS_SSIM)) {
            assertThat(evaluate(metric, negative, image, image)).isInstanceOf(Score.Undefined.class);
        }
    }

    @Test
    void halvesByMeansOfFour() {
        Plane half = new Halved(Plane.over(3, 3, new double[] {0, 4, 8, 4, 8, 16, 1, 2, 3})).compute(new Features());

        assertThat(half.width()).isEqualTo(2);
        assertThat(half.samples()).containsExactly(4, 12, 1.5, 3);
    }

    @Test
    void findsFlatWindows() {
        Plane plane = Plane.over(4, 3, new double[] {5, 5, 5, 1, 5, 5, 5, 5, 5, 5, 5, 5});

        assertThat(new FlatWindows(plane, 2).compute(new Features()))
                .containsExactly(true, true, false, true, true, true);
        assertThat(new FlatWindows(plane, 3).compute(new Features())).containsExactly(true, false);
    }

    /** MEF-SSIM as it is told: every block built from its pixels. */
    private static double laidOut(Picture fused, List<Picture> sources) {
        double[] weights = gaussian(11);
        double sum = 0;
        int count = 0;
        for (int top = 0; top + 11 <= fused.height(); top++) {
            for (int left = 0; left + 11 <= fused.width(); left++) {
                double[] desired = desiredBlock(sources, left, top);
                double[] block = block(fused, left, top, 11);
                double covariance = covariance(desired, block, weights);
                double variances = covariance(desired, desired, weights) + covariance(block, block, weights);
                sum += (2 * covariance + C2) / (variances + C2);
                count++;
            }
        }
        return sum / count;
    }

    private static double[] desiredBlock(List<Picture> sources, int left, int top) {
        List<double[]> blocks = sources.stream()
                .map(source -> withoutMean(block(source, left, top, 11)))
                .toList();
        double[] norms = blocks.stream().mapToDouble(StructureTest::norm).toArray();
        double[] total = new double[121];
        blocks.forEach(block -> add(block, 1, total));
        double consistency =
                Math.min(1, (norm(total) + EPSILON) / (Arrays.stream(norms).sum() + EPSILON));
        double power = Math.min(Math.tan(Math.PI / 2 * Math.min(consistency, 1 - EPSILON)), 10);
        double[] desired = new double[121];
        for (int m = 0; m < norms.length; m++) {
            add(blocks.get(m), (Math.pow((norms[m] + 0.001) / 11, power) + EPSILON) / (norms[m] + 0.001), desired);
        }
        double scale = (Arrays.stream(norms).max().orElseThrow() + 0.001) / norm(desired);
        return Arrays.stream(desired).map(value -> value * scale).toArray();
    }

    private static double[] withoutMean(double[] block) {
        double mean = mean(block);
        return Arrays.stream(block).map(value -> value - mean).toArray();
    }

    private static double norm(double[] block) {
        return Math.sqrt(Arrays.stream(block).map(value -> value * value).sum());
    }

    private static void add(double[] block, double factor, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * block[i];
        }
    }

    private static double[] similarities(Picture x, Picture y, int side, double luminance, double contrast) {
        double[] weights = gaussian(side);
        return windows(x, side, (left, top) -> {
            double[] first = block(x, left, top, side);
            double[] second = block(y, left, top, side);
            double meanX = weighted(first, weights);
            double meanY = weighted(second, weights);
            return (2 * meanX * meanY + luminance)
                    * (2 * covariance(first, second, weights) + contrast)
                    / (meanX * meanX + meanY * meanY + luminance)
                    / (covariance(first, first, weights) + covariance(second, second, weights) + contrast);
        });
    }

    private static double[] covariances(Picture x, Picture y, int side) {
        double[] weights = gaussian(side);
        return windows(
                x, side, (left, top) -> covariance(block(x, left, top, side), block(y, left, top, side), weights));
    }

    private interface AtWindow {
        double of(int left, int top);
    }

    private static double[] windows(Picture size, int side, AtWindow value) {
        int columns = size.width() - side + 1;
        return IntStream.range(0, columns * (size.height() - side + 1))
                .mapToDouble(i -> value.of(i % columns, i / columns))
                .toArray();
    }

    private static double covariance(double[] x, double[] y, double[] weights) {
        double meanX = weighted(x, weights);
        double meanY = weighted(y, weights);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (x[i] - meanX) * (y[i] - meanY);
        }
        return sum;
    }

    private static double weighted(double[] block, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * block[i];
        }
        return sum;
    }

    private static double[] gaussian(int side) {
        int middle = side / 2;
        double[] weights = IntStream.range(0, side * side)
                .mapToDouble(i ->
                        Math.exp(-(Math.pow(i % side - middle, 2) + Math.pow(i / side - middle, 2)) / (2 * 1.5 * 1.5)))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double[] block(Picture picture, int left, int top, int side) {
        return IntStream.range(0, side * side)
                .mapToDouble(i -> picture.planes().get(0).at(left + i % side, top + i / side))
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static Picture noise(int seed) {
        return TestPictures.noise(23, 17, seed);
    }

    private static Picture flat(double level) {
        return TestPictures.constant(23, 17, level);
    }

    /** The image with as much black to its right. */
    private static Picture besideBlack(Picture picture) {
        int width = 2 * picture.width();
        double[] samples = new double[width * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                samples[y * width + x] = picture.planes().get(0).at(x, y);
            }
        }
        return Picture.gray(width, picture.height(), samples);
    }

    private static Picture flipped(Picture picture) {
        Plane plane = picture.planes().get(0);
        int width = plane.width();
        return Picture.gray(
                width,
                plane.height(),
                IntStream.range(0, plane.size())
                        .mapToDouble(i -> plane.at(width - 1 - i % width, i / width))
                        .toArray());
    }
}
