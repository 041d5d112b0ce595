package io.dynafuse.metrics.information;

import static io.dynafuse.metrics.Scores.evaluate;
import static io.dynafuse.metrics.Scores.score;
import static io.dynafuse.metrics.TestPictures.constant;
import static io.dynafuse.metrics.TestPictures.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.ConformanceRow;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.information.WindowInformation.Rule;
import io.dynafuse.metrics.signal.SobelEdges.Thinning;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureMutualInformationTest {
    private static final List<Metric> FAMILY = List.of(
            FeatureMutualInformation.PIXEL,
            FeatureMutualInformation.GRADIENT,
            FeatureMutualInformation.EDGE,
            FeatureMutualInformation.DCT,
            FeatureMutualInformation.WAVELET);

    @Test
    void densitiesThatAvoidEachOtherAreCoupledInReverse() {
        Picture source = marks(1, 9);
        Picture fused = marks(4, 6);
        // Correlation -(1/9)/(7/18) = -2/7; cells (1,6) and (9,4) hold 1/7 + 5/28, (1,4) and (9,6) hold 5/28.
        double joint = 2 * information(9.0 / 28) + 2 * information(5.0 / 28);

        assertThat(score(FeatureMutualInformation.PIXEL, fused, source, source)).isCloseTo(2 - joint, within(1e-14));
    }

    @Test
    void densitiesThatShareAPositionAreCoupledInOrder() {
        Picture source = marks(1, 9);
        Picture fused = marks(1, 5);
        // Correlation (1/4 - 1/9)/(7/18) = 5/14; cells (1,1) and (9,5) hold 5/28 + 9/56, the others 9/56.
        double joint = 2 * information(19.0 / 56) + 2 * information(9.0 / 56);

        assertThat(score(FeatureMutualInformation.PIXEL, fused, source, source)).isCloseTo(2 - joint, within(1e-14));
    }

    @Test
    void positionsAreCountedDownTheColumns() {
        double[] first = {0, 0, 0, 5, 1, 0, 9, 2, 0};
        double[] second = {3, 0, 1, 4, 0, 0, 0, 0, 8};
        double expected = LiteralWindowScore.of(
                new double[] {0, 5, 9, 0, 1, 2, 0, 0, 0}, new double[] {3, 4, 0, 0, 0, 0, 1, 0, 8});
        Picture source = Picture.gray(3, 3, first);

        assertThat(score(FeatureMutualInformation.PIXEL, Picture.gray(3, 3, second), source, source))
                .isCloseTo(expected, within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyWindowScoresAsTheDefinitionSaysWordByWord(int seed) {
        Random random = new Random(seed);
        List<DoubleSupplier> kinds = List.of(
                () -> random.nextInt(256),
                () -> random.nextInt(4),
                () -> random.nextInt(2),
                random::nextGaussian,
                () -> Math.exp(10 * random.nextDouble()));
        for (int trial = 0; trial < 1000; trial++) {
            Plane first = window(kinds.get(random.nextInt(kinds.size())));
            Plane second = window(kinds.get(random.nextInt(kinds.size())));
            if (!isConstant(first) && !isConstant(second) && !sameSamples(first, second)) {
                double expected = LiteralWindowScore.of(byColumns(second), byColumns(first));
                for (Rule rule : Rule.values()) {
                    assertThat(WindowInformation.mean(first, List.of(second), rule))
                            .isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    @Test
    void equalWindowsScoreOneAlsoIfConstant() {
        Picture constant = Picture.gray(3, 3, new double[9]);

        assertThat(score(FeatureMutualInformation.PIXEL, constant, constant, constant))
                .isEqualTo(1);
        assertThat(score(FeatureMutualInformation.PIXEL, marks(5), marks(5), marks(5)))
                .isEqualTo(1);
    }

    @Test
    void constantWindowsThatDifferTellNothingButToThePublishedCode() {
        Picture dark = constant(3, 3, 10);
        Picture bright = constant(3, 3, 200);

        assertThat(evaluate(FeatureMutualInformation.PIXEL, dark, bright, bright))
                .isEqualTo(Score.of(0));
        assertThat(evaluate(FeatureMutualInformation.PIXEL, MetricProfile.TANG, dark, bright, bright))
                .isEqualTo(Score.of(1));
    }

    @Test
    void thePublishedCodeComparesLaterSourcesWithTheStretchedWindow() {
        Picture fused = Picture.gray(3, 3, new double[] {0, 0, 0, 0, 7, 0, 0, 0, 0});
        Picture other = marks(1, 9);
        Picture stretched = marks(5);
        Metric pixel = FeatureMutualInformation.PIXEL;

        assertThat(evaluate(pixel, MetricProfile.TANG, fused, other, stretched)).isEqualTo(Score.of(0.5));
        assertThat(evaluate(pixel, MetricProfile.TANG, fused, stretched, other)).isEqualTo(Score.of(0));
        assertThat(evaluate(pixel, MetricProfile.TANG, fused, other, fused)).isEqualTo(Score.of(0));
        assertThat(evaluate(pixel, fused, other, fused)).isEqualTo(Score.of(0.5));
        assertThat(evaluate(pixel, fused, fused, other)).isEqualTo(Score.of(0.5));
    }

    @Test
    void moreSourcesGiveTheirMean() {
        Picture fused = noise(20, 17, 1);
        Picture[] sources = {noise(20, 17, 2), noise(20, 17, 3), noise(20, 17, 4)};
        for (Metric metric : FAMILY) {
            double mean = 0;
            for (Picture source : sources) {
                mean += score(metric, fused, source, source) / sources.length;
            }
            assertThat(score(metric, fused, sources)).as(metric.id()).isCloseTo(mean, within(1e-12));
        }
    }

    @Test
    void theDriverMistakesEdgesForPixels() {
        Picture fused = noise(30, 20, 1);
        Picture first = noise(30, 20, 2);
        Picture second = noise(30, 20, 3);
        Score edges = evaluate(FeatureMutualInformation.EDGE, MetricProfile.TANG, fused, first, second);

        assertThat(evaluate(FeatureMutualInformation.PIXEL, MetricProfile.TANG_DRIVER, fused, first, second))
                .isEqualTo(edges);
        assertThat(evaluate(FeatureMutualInformation.PIXEL, MetricProfile.TANG_UINT8, fused, first, second))
                .isEqualTo(edges);
        assertThat(evaluate(FeatureMutualInformation.PIXEL, MetricProfile.TANG, fused, first, second))
                .isNotEqualTo(edges);
    }

    @Test
    void constantImagesThatDifferLeaveOnlyTheWindowsThatSeeALevel() {
        Picture dark = constant(40, 30, 60);
        Picture bright = constant(40, 30, 130);

        // All coefficients but the first are zero, and one window sees that.
        assertThat(score(FeatureMutualInformation.DCT, dark, bright, bright))
                .isCloseTo(1 - 1.0 / (38 * 28), within(1e-12));
        assertThat(score(FeatureMutualInformation.GRADIENT, dark, bright, bright))
                .isEqualTo(1);
        assertThat(score(FeatureMutualInformation.EDGE, dark, bright, bright)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void needsOneWindow(int side) {
        Picture small = Picture.gray(side, 9, new double[9 * side]);
        for (Metric metric : FAMILY) {
            assertThat(evaluate(metric, small, small, small)).isInstanceOf(Score.Undefined.class);
        }
    }

    @Property(tries = 40)
    void aCopyHasAllTheInformation(
            @ForAll @IntRange(min = 3, max = 19) int width,
            @ForAll @IntRange(min = 3, max = 19) int height,
            @ForAll long seed) {
        Picture image = noise(width, height, seed);
        for (Metric metric : FAMILY) {
            assertThat(score(metric, image, image, image)).as(metric.id()).isEqualTo(1);
        }
    }

    @Test
    void noTwoBinaryWindowsLeaveTheRange() {
        for (int first = 0; first < 512; first++) {
            Plane fused = binary(first);
            for (int second = 0; second < 512; second++) {
                double score = WindowInformation.mean(fused, List.of(binary(second)), Rule.SYMMETRIC);
                assertThat(FeatureMutualInformation.EDGE.range().contains(score))
                        .isTrue();
            }
        }
    }

    @Test
    void whatRoundingLeavesOfAConstantIsNoFeature() {
        Picture flat = constant(41, 37, 77);
        double[] samples = filled(41 * 37, 77);
        samples[700] = 78;
        Picture source = Picture.gray(41, 37, samples);

        // The flat image has no coefficient but its mean: constant windows against the waves of a point.
        assertThat(score(FeatureMutualInformation.DCT, flat, source, source)).isLessThan(0.01);
    }

    @Test
    void anotherThinningOfEdgesGivesTheValuesKnownForIt() {
        ConformanceRow.check("FMI-edge-simplethin@Tang", 1e-12, scene -> {
            GrayScene edges = FeatureMutualInformation.edges(scene, Thinning.EITHER_DIRECTION);
            return Score.of(WindowInformation.mean(edges.fused(), edges.sources(), Rule.PUBLISHED_CODE));
        });
    }

    private static double information(double density) {
        return -density * Math.log(density) / Math.log(2);
    }

    /** A window of zeros with ones at the positions, which count from 1 down the columns. */
    private static Picture marks(int... positions) {
        double[] samples = new double[9];
        for (int position : positions) {
            samples[(position - 1) % 3 * 3 + (position - 1) / 3] = 1;
        }
        return Picture.gray(3, 3, samples);
    }

    private static double[] byColumns(Plane window) {
        double[] samples = new double[9];
        for (int i = 0; i < 9; i++) {
            samples[i] = window.at(i / 3, i % 3);
        }
        return samples;
    }

    private static Plane window(DoubleSupplier samples) {
        double[] window = new double[9];
        for (int i = 0; i < 9; i++) {
            window[i] = samples.getAsDouble();
        }
        return Plane.over(3, 3, window);
    }

    private static Plane binary(int pattern) {
        double[] window = new double[9];
        for (int i = 0; i < 9; i++) {
            window[i] = pattern >> i & 1;
        }
        return Plane.over(3, 3, window);
    }

    private static boolean isConstant(Plane window) {
        return sameSamples(window, Plane.over(3, 3, filled(9, window.at(0, 0))));
    }

    private static boolean sameSamples(Plane first, Plane second) {
        return Arrays.equals(first.samples(), second.samples());
    }

    private static double[] filled(int count, double value) {
        double[] samples = new double[count];
        Arrays.fill(samples, value);
        return samples;
    }
}
