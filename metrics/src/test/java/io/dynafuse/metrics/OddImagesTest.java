package io.dynafuse.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every metric under every profile on images that no benchmark has: it must say a number or why there is none. */
class OddImagesTest {
    private static final List<Size> SIZES =
            List.of(new Size(1, 1), new Size(1, 7), new Size(7, 1), new Size(2, 2), new Size(9, 5), new Size(40, 33));

    private record Size(int width, int height) {}

    @TestFactory
    Stream<DynamicTest> neverThrow() {
        return Metrics.all().stream()
                .map(metric -> DynamicTest.dynamicTest(
                        metric.id(), () -> scenes().forEach((name, scene) -> scoreEverywhere(metric, name, scene))));
    }

    @TestFactory
    Stream<DynamicTest> stayInTheRangeOfTheCanonicalDefinition() {
        return Metrics.all().stream()
                .filter(metric -> metric.definition(MetricProfile.CANONICAL).isPresent())
                .map(metric -> DynamicTest.dynamicTest(
                        metric.id(),
                        () -> scenes().forEach((name, scene) -> new Evaluation(scene)
                                .score(metric, MetricProfile.CANONICAL)
                                .toOptional()
                                .ifPresent(score -> assertThat(metric.range().contains(score))
                                        .as("%s of %s: %s", metric.id(), name, score)
                                        .isTrue()))));
    }

    private static void scoreEverywhere(Metric metric, String name, FusedScene scene) {
        for (MetricProfile profile : metric.definitions().keySet()) {
            Score score = new Evaluation(scene).score(metric, profile);
            if (score instanceof Score.Undefined undefined) {
                assertThat(undefined.reason())
                        .as("%s of %s under %s", metric.id(), name, profile.id())
                        .isNotBlank();
            }
        }
    }

    private static Map<String, FusedScene> scenes() {
        Map<String, FusedScene> scenes = new TreeMap<>();
        Random random = new Random(7);
        DoubleSupplier whole = () -> random.nextInt(256);
        DoubleSupplier broken = () -> 255 * random.nextDouble();
        DoubleSupplier extreme = () -> 255 * random.nextInt(2);
        for (Size size : SIZES) {
            String words = " of " + size.width + "x" + size.height;
            scenes.put("levels" + words, scene(size, 2, whole));
            scenes.put("broken levels" + words, scene(size, 2, broken));
            scenes.put("three sources" + words, scene(size, 3, whole));
            scenes.put("black images" + words, scene(size, 2, () -> 0));
            scenes.put("white images" + words, scene(size, 3, () -> 255));
            scenes.put("constant images between two levels" + words, scene(size, 2, () -> 99.7));
            scenes.put("two levels" + words, scene(size, 2, extreme));
            Picture picture = picture(size, whole);
            Picture black = picture(size, () -> 0);
            scenes.put(
                    "identical images" + words,
                    FusedScene.of(picture, picture, picture).withTruth(picture));
            scenes.put("one black source" + words, FusedScene.of(picture, picture(size, broken), black));
            scenes.put("a black fused image" + words, FusedScene.of(black, picture, picture(size, broken)));
            scenes.put(
                    "colours" + words,
                    FusedScene.of(colours(size, whole), picture, colours(size, whole))
                            .withTruth(colours(size, whole)));
            scenes.put("colours from gray" + words, FusedScene.of(colours(size, whole), picture, picture));
        }
        return scenes;
    }

    private static FusedScene scene(Size size, int sources, DoubleSupplier samples) {
        Picture[] pictures =
                Stream.generate(() -> picture(size, samples)).limit(sources).toArray(Picture[]::new);
        return FusedScene.of(picture(size, samples), pictures).withTruth(picture(size, samples));
    }

    private static Picture picture(Size size, DoubleSupplier samples) {
        double[] values = new double[size.width * size.height];
        Arrays.setAll(values, i -> samples.getAsDouble());
        return Picture.gray(size.width, size.height, values);
    }

    private static Picture colours(Size size, DoubleSupplier samples) {
        return new Picture(Stream.generate(() -> picture(size, samples).planes().get(0))
                .limit(3)
                .toList());
    }
}
