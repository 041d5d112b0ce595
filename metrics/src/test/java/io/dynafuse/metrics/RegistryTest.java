package io.dynafuse.metrics;

import static io.dynafuse.metrics.Scores.evaluate;
import static io.dynafuse.metrics.Scores.score;
import static io.dynafuse.metrics.TestPictures.changed;
import static io.dynafuse.metrics.TestPictures.colours;
import static io.dynafuse.metrics.TestPictures.inColour;
import static io.dynafuse.metrics.TestPictures.mean;
import static io.dynafuse.metrics.TestPictures.noisy;
import static io.dynafuse.metrics.TestPictures.textured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered metric must do, under every profile that knows it. */
@Tag("slow")
class RegistryTest {
    /** Large enough for the five scales of MS-SSIM, odd on one side. */
    private static final Picture A = textured(191, 180, 1);

    private static final Picture B = textured(191, 180, 2);
    private static final Picture C = textured(191, 180, 3);
    private static final Picture F = mean(A, B);
    private static final Picture F_OF_THREE = mean(F, C);
    private static final FusedScene LARGE = scene(F, A, B).withTruth(C);
    private static final FusedScene MIDDLE = textures(40, 33);
    private static final Map<String, FusedScene> ODD = OddScenes.onTheScale();
    private static final Map<String, FusedScene> BEYOND = OddScenes.beyondTheScale();

    /** Shared, as most tests ask for these scores. */
    private static final Evaluation OF_LARGE = new Evaluation(LARGE);

    private static final Evaluation OF_EXCHANGED = new Evaluation(scene(F, B, A).withTruth(C));

    private static final Evaluation OF_COLOUR =
            new Evaluation(scene(inColour(F), inColour(A), inColour(B)).withTruth(inColour(C)));

    /** Faults of code bases that their profiles reproduce. */
    private static final Set<String> ORDER_MATTERS =
            Set.of("Nabf@tang-driver", "Nabf@tang-uint8", "Qc@mefb", "Qc@tcmoa", "Qc@liu");

    static Stream<Metric> metrics() {
        return Metrics.all().stream();
    }

    static Stream<Arguments> definitions() {
        return Metrics.all().stream()
                .flatMap(
                        metric -> metric.definitions().keySet().stream().map(profile -> Arguments.of(metric, profile)));
    }

    static Stream<Metric> comparingMetrics() {
        return metrics().filter(metric -> metric.kind() != Kind.NO_REFERENCE);
    }

    /** Without those that see the borders between planes. */
    static Stream<Arguments> definitionsOfPlanes() {
        return definitions()
                .filter(definition -> definition(definition)
                                .colourUnder((MetricProfile) definition.get()[1])
                        != ColourRule.PLANES_SIDE_BY_SIDE);
    }

    private static Definition definition(Arguments metricAndProfile) {
        return ((Metric) metricAndProfile.get()[0])
                .definition((MetricProfile) metricAndProfile.get()[1])
                .orElseThrow();
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
        for (int deviation : new int[] {0, 40}) {
            Picture fused = noisy(F, deviation, random.nextLong());
            Score score = evaluate(metric, scene(fused, A, B).withTruth(C));
            assertThat(score).isInstanceOf(Score.Value.class);
            assertThat(metric.range().contains(score.toOptional().orElseThrow()))
                    .as("%s in %s", score, metric.range())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("comparingMetrics")
    void prefersAPerfectResultToANoisyOne(Metric metric) {
        Score perfect = evaluate(metric, scene(A, A, A).withTruth(A));
        Score noisy = evaluate(metric, scene(noisy(A, 40, 5), A, A).withTruth(A));
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
    @MethodSource("definitions")
    void doesNotDependOnTheOrderOfTheSources(Metric metric, MetricProfile profile) {
        double inOrder = number(OF_LARGE.score(metric, profile));
        double exchanged = number(OF_EXCHANGED.score(metric, profile));
        if (ORDER_MATTERS.contains(metric + "@" + profile.id())) {
            assertThat(exchanged).isNotCloseTo(inOrder, within(1e-3));
        } else {
            assertThat(exchanged).isCloseTo(inOrder, relative(inOrder));
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void takesThreeSourcesOrSaysWhyNot(Metric metric) {
        Score score = evaluate(metric, scene(F_OF_THREE, A, B, C).withTruth(C));
        if (metric.isForTwoSourcesOnly()) {
            assertThat(score).isEqualTo(Score.undefined("needs exactly 2 sources, found 3"));
        } else {
            double inOrder = number(score);
            assertThat(score(metric, scene(F_OF_THREE, C, A, B).withTruth(C))).isCloseTo(inOrder, relative(inOrder));
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void changesLittleWhereSamplesAreNotWhole(Metric metric) {
        // Far less than half a level, so that histograms stay as they are.
        FusedScene fractional = scene(
                        changed(F, value -> value + 1e-7),
                        changed(A, value -> value - 1e-7),
                        changed(B, value -> value + 2e-7))
                .withTruth(C);
        double whole = number(OF_LARGE.score(metric, MetricProfile.CANONICAL));
        assertThat(score(metric, fractional)).isCloseTo(whole, within(Math.max(1, Math.abs(whole)) * 1e-3));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void seesTheSameInFloatsAsInWholeLevels(Metric metric) {
        DoubleUnaryOperator stored = value -> (float) (value / 255) * 255.0;
        FusedScene floats = scene(changed(F, stored), changed(A, stored), changed(B, stored))
                .withTruth(changed(C, stored));
        double whole = number(OF_LARGE.score(metric, MetricProfile.CANONICAL));
        assertThat(score(metric, floats)).isCloseTo(whole, within(Math.max(1, Math.abs(whole)) * 1e-3));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void staysInItsRangeWhateverTheRangeOfTheSamples(Metric metric) {
        for (double factor : new double[] {1 / 255.0, 1 / 16.0}) {
            FusedScene scene = scene(scaled(F, factor), scaled(A, factor), scaled(B, factor))
                    .withTruth(scaled(C, factor));
            if (evaluate(metric, scene) instanceof Score.Value value) {
                assertThat(metric.range().contains(value.number()))
                        .as("samples times %s", factor)
                        .isTrue();
            } else {
                // Some count edges from two levels on.
                assertThat(evaluate(metric, scene)).isEqualTo(Score.undefined("no source has an edge"));
                assertThat(factor).isEqualTo(1 / 255.0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void hasANumberInItsRangeOrAReason(Metric metric) {
        ODD.forEach((name, scene) -> requireNumbersOrReasons(metric, name, scene)
                .ifPresent(canonical -> assertThat(metric.range().contains(canonical))
                        .as("%s of %s: %s", metric, name, canonical)
                        .isTrue()));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void hasANumberOrAReasonBeyondTheScale(Metric metric) {
        BEYOND.forEach((name, scene) -> requireNumbersOrReasons(metric, name, scene));
    }

    /** Under all profiles; returns the canonical number. */
    private static OptionalDouble requireNumbersOrReasons(Metric metric, String name, FusedScene scene) {
        Evaluation evaluation = new Evaluation(scene);
        metric.definitions().keySet().forEach(profile -> {
            if (evaluation.score(metric, profile) instanceof Score.Undefined undefined) {
                assertThat(undefined.reason())
                        .as("%s of %s under %s", metric, name, profile.id())
                        .isNotBlank()
                        .doesNotContain("NaN")
                        .doesNotEndWith(".");
            }
        });
        return evaluation.score(metric, MetricProfile.CANONICAL).toOptional();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void isDefinedForTextureFromItsSmallestSideOn(Metric metric, MetricProfile profile) {
        int side = metric.definition(profile).orElseThrow().smallestSide();
        assertThat(OF_LARGE.score(metric, profile)).isInstanceOf(Score.Value.class);
        if (side <= 33) {
            assertThat(evaluate(metric, profile, MIDDLE)).isInstanceOf(Score.Value.class);
        } else {
            assertThat(evaluate(metric, profile, MIDDLE)).isEqualTo(tooSmall(side, "40x33"));
        }
        if (side > 1) {
            assertThat(evaluate(metric, profile, textures(200, side - 1)))
                    .isEqualTo(tooSmall(side, "200x" + (side - 1)));
            assertThat(evaluate(metric, profile, textures(side - 1, 200)))
                    .isEqualTo(tooSmall(side, (side - 1) + "x200"));
        }
    }

    private static Score tooSmall(int side, String found) {
        return Score.undefined("needs images of at least " + side + "x" + side + " pixels, found " + found);
    }

    @ParameterizedTest
    @MethodSource("definitionsOfPlanes")
    void seesGrayInColourAsGray(Metric metric, MetricProfile profile) {
        double expected = number(OF_LARGE.score(metric, profile));
        assertThat(number(OF_COLOUR.score(metric, profile))).isCloseTo(expected, relative(expected));
    }

    static Stream<FusedScene> scenesToShare() {
        Picture a = textured(40, 33, 1);
        Picture b = textured(40, 33, 2);
        Picture c = textured(40, 33, 3);
        Picture colour = colours(a, b, c);
        Picture fused = colours(mean(a, b), a, mean(b, c));
        return Stream.of(
                MIDDLE,
                scene(fused, colour, colours(c, a, b)).withTruth(colour),
                scene(fused, colour, b).withTruth(c),
                scene(fused, a, b).withTruth(colour),
                scene(colours(F, A, C), colours(A, B, C), B).withTruth(C));
    }

    @ParameterizedTest
    @MethodSource("scenesToShare")
    void scoresDoNotDependOnWhatWasAskedBefore(FusedScene scene) {
        // Definitions to which the small scenes have something to say need not see the large one.
        boolean large = scene.fused().height() > 33;
        List<Arguments> shuffled = new ArrayList<>(definitions()
                .filter(definition -> !large || definition(definition).smallestSide() > 33)
                .toList());
        Collections.shuffle(shuffled, new Random(11));
        Evaluation shared = new Evaluation(scene);
        assertThat(shuffled).isNotEmpty().allSatisfy(definition -> {
            Metric metric = (Metric) definition.get()[0];
            MetricProfile profile = (MetricProfile) definition.get()[1];
            assertThat(shared.score(metric, profile)).isEqualTo(evaluate(metric, profile, scene));
        });
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

    private static FusedScene textures(int width, int height) {
        Picture first = textured(width, height, 1);
        Picture second = textured(width, height, 2);
        return scene(mean(first, second), first, second).withTruth(textured(width, height, 3));
    }

    private static Picture scaled(Picture picture, double factor) {
        return changed(picture, sample -> sample * factor);
    }

    private static double number(Score score) {
        assertThat(score).isInstanceOf(Score.Value.class);
        return score.toOptional().orElseThrow();
    }

    private static Offset<Double> relative(double value) {
        return within(Math.max(1e-12, Math.abs(value) * 1e-9));
    }
}
