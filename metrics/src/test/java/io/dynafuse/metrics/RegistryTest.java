package io.dynafuse.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered metric must do, under every profile that knows it. */
class RegistryTest {
    /** Large enough for the five scales of MS-SSIM, odd on one side. */
    private static final Picture A = TestPictures.textured(191, 180, 1);

    private static final Picture B = TestPictures.textured(191, 180, 2);
    private static final Picture C = TestPictures.textured(191, 180, 3);
    private static final Picture F = TestPictures.mean(A, B);
    private static final Picture F_OF_THREE = TestPictures.mean(F, C);

    static Stream<Metric> metrics() {
        return Metrics.all().stream();
    }

    static Stream<Arguments> definitions() {
        return Metrics.all().stream()
                .flatMap(
                        metric -> metric.definitions().keySet().stream().map(profile -> Arguments.of(metric, profile)));
    }

    @Test
    void idsAreUniqueAlsoWhereCaseIsLost() {
        assertThat(Metrics.all().stream().map(metric -> metric.id().toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void statesItsFacts(Metric metric) {
        assertThat(metric.definition(MetricProfile.CANONICAL)).isPresent();
        assertThat(metric.name()).isNotBlank();
        assertThat(metric.formula()).isNotBlank();
        assertThat(metric.literature().authors()).isNotBlank();
        assertThat(metric.literature().title()).isNotBlank();
        assertThat(metric.literature().venue()).isNotBlank();
        assertThat(metric.literature().year()).isBetween(1940, 2030);
        assertThat(metric.literature().doi()).matches("|10\\.\\d{4,}/\\S+");
        assertThat(metric.definitions().values())
                .allSatisfy(definition -> assertThat(definition.statement()).endsWith("."));
        assertThat(Metrics.find(metric.id().toUpperCase(Locale.ROOT))).contains(metric);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void staysInItsRange(Metric metric) {
        Random random = new Random(7);
        for (int i = 0; i < 3; i++) {
            Picture fused = TestPictures.noisy(F, 20 * i, random.nextLong());
            Score score = canonical(metric, scene(fused, A, B).withTruth(C));
            assertThat(score).isInstanceOf(Score.Value.class);
            assertThat(metric.range().contains(score.toOptional().orElseThrow()))
                    .as("%s in %s", score, metric.range())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void prefersAPerfectResultToANoisyOne(Metric metric) {
        if (metric.kind() == Kind.NO_REFERENCE) {
            return;
        }
        Score perfect = canonical(metric, scene(A, A, A).withTruth(A));
        Score noisy =
                canonical(metric, scene(TestPictures.noisy(A, 40, 5), A, A).withTruth(A));
        if (perfect instanceof Score.Value best && noisy instanceof Score.Value worse) {
            assertThat(metric.direction().merit(best.number()))
                    .as("%s against %s", best, worse)
                    .isGreaterThan(metric.direction().merit(worse.number()));
            assertThat(metric.range().contains(best.number())).isTrue();
        } else {
            assertThat(metric.id()).as("undefined for identical images").isEqualTo("SCD");
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void doesNotDependOnTheOrderOfTheSources(Metric metric) {
        double inOrder = value(canonical(metric, scene(F, A, B).withTruth(C)));
        assertThat(value(canonical(metric, scene(F, B, A).withTruth(C)))).isCloseTo(inOrder, relative(inOrder));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void takesThreeSourcesOrSaysWhyNot(Metric metric) {
        Score score = canonical(metric, scene(F_OF_THREE, A, B, C).withTruth(C));
        if (metric.isForTwoSourcesOnly()) {
            assertThat(score).isEqualTo(Score.undefined("needs exactly 2 sources, found 3"));
        } else {
            double inOrder = value(score);
            assertThat(value(canonical(metric, scene(F_OF_THREE, C, A, B).withTruth(C))))
                    .isCloseTo(inOrder, relative(inOrder));
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void changesLittleWhereSamplesAreNotWhole(Metric metric) {
        // Far less than half a level, so that histograms stay as they are.
        FusedScene fractional = scene(
                        TestPictures.changed(F, value -> value + 1e-7),
                        TestPictures.changed(A, value -> value - 1e-7),
                        TestPictures.changed(B, value -> value + 2e-7))
                .withTruth(C);
        double whole = value(canonical(metric, scene(F, A, B).withTruth(C)));
        assertThat(value(canonical(metric, fractional))).isCloseTo(whole, within(Math.max(1, Math.abs(whole)) * 1e-3));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void hasANumberOrAReason(Metric metric, MetricProfile profile) {
        List<FusedScene> scenes = new ArrayList<>();
        for (double level : new double[] {0, 7.5, 255}) {
            Picture constant = TestPictures.constant(20, 14, level);
            Picture other = TestPictures.constant(20, 14, 100);
            Picture texture = TestPictures.textured(20, 14, 3);
            scenes.add(scene(constant, constant, constant).withTruth(constant));
            scenes.add(scene(constant, other, constant).withTruth(other));
            scenes.add(scene(texture, constant, other).withTruth(constant));
            scenes.add(
                    scene(constant, texture, TestPictures.textured(20, 14, 4)).withTruth(texture));
            scenes.add(scene(texture, texture, constant).withTruth(texture));
        }
        for (int[] size : new int[][] {{1, 1}, {1, 9}, {9, 1}, {2, 2}, {3, 3}, {4, 7}, {11, 11}, {16, 17}, {64, 1}}) {
            scenes.add(scene(
                            TestPictures.textured(size[0], size[1], 1),
                            TestPictures.textured(size[0], size[1], 2),
                            TestPictures.textured(size[0], size[1], 3))
                    .withTruth(TestPictures.textured(size[0], size[1], 4)));
        }
        assertThat(scenes).allSatisfy(scene -> {
            Score score = new Evaluation(scene).score(metric, profile);
            if (score instanceof Score.Undefined undefined) {
                assertThat(undefined.reason())
                        .isNotBlank()
                        .doesNotContain("NaN")
                        .doesNotEndWith(".");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void seesGrayInColourAsGray(Metric metric, MetricProfile profile) {
        FusedScene gray = scene(F, A, B).withTruth(C);
        FusedScene colour = scene(TestPictures.inColour(F), TestPictures.inColour(A), TestPictures.inColour(B))
                .withTruth(TestPictures.inColour(C));
        if (metric.definition(profile).orElseThrow().colourUnder(profile) != ColourRule.PLANES_SIDE_BY_SIDE) {
            double expected = value(new Evaluation(gray).score(metric, profile));
            assertThat(value(new Evaluation(colour).score(metric, profile))).isCloseTo(expected, relative(expected));
        }
    }

    @Test
    void scoresDoNotDependOnWhatWasAskedBefore() {
        FusedScene scene = scene(F, A, B).withTruth(C);
        List<Metric> shuffled = new ArrayList<>(Metrics.all());
        Collections.shuffle(shuffled, new Random(11));
        Evaluation shared = new Evaluation(scene);
        assertThat(shuffled)
                .allSatisfy(metric -> assertThat(shared.score(metric, MetricProfile.CANONICAL))
                        .isEqualTo(canonical(metric, scene)));
    }

    @Test
    void asksForTheImagesItNeeds() {
        Evaluation alone = new Evaluation(new FusedScene(F, List.of(), Optional.empty()));
        assertThat(Metrics.all()).allSatisfy(metric -> {
            Score score = alone.score(metric, MetricProfile.CANONICAL);
            switch (metric.kind()) {
                case NO_REFERENCE -> assertThat(score).isInstanceOf(Score.Value.class);
                case SOURCE_BASED -> assertThat(score).isEqualTo(Score.undefined("needs 2 or more sources, found 0"));
                case GROUND_TRUTH -> assertThat(score).isEqualTo(Score.undefined("needs a ground truth"));
            }
        });
    }

    @Test
    void refusesAMetricThatTheProfileDoesNotKnow() {
        Metric metric = Metrics.all().stream()
                .filter(candidate -> candidate.definition(MetricProfile.VIFB).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> new Evaluation(scene(F, A, B)).score(metric, MetricProfile.VIFB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the profile vifb does not know the metric " + metric.id());
    }

    private static FusedScene scene(Picture fused, Picture... sources) {
        return FusedScene.of(fused, sources);
    }

    private static Score canonical(Metric metric, FusedScene scene) {
        return new Evaluation(scene).score(metric, MetricProfile.CANONICAL);
    }

    private static double value(Score score) {
        assertThat(score).isInstanceOf(Score.Value.class);
        return score.toOptional().orElseThrow();
    }

    private static Offset<Double> relative(double value) {
        return within(Math.max(1e-12, Math.abs(value) * 1e-9));
    }
}
