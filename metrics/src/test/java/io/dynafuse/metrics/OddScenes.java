package io.dynafuse.metrics;

import static io.dynafuse.metrics.TestPictures.colours;
import static io.dynafuse.metrics.TestPictures.constant;
import static io.dynafuse.metrics.TestPictures.gray;
import static io.dynafuse.metrics.TestPictures.textured;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** Scenes that no benchmark has: tiny, narrow, constant, of two levels, of identical images, partly in colour. */
final class OddScenes {
    /** About the sides from which metrics are defined, 3, 7, 11 and 176 among them. */
    private static final int[][] SIZES = {
        {1, 1}, {1, 2}, {2, 1}, {1, 7}, {7, 1}, {8, 1}, {1, 9}, {9, 1}, {13, 1}, {1, 16}, {64, 1}, {2, 2}, {3, 3},
        {5, 2}, {4, 7}, {6, 6}, {7, 7}, {9, 5}, {10, 10}, {11, 11}, {16, 17}, {20, 14}, {40, 33}, {44, 44}
    };

    private final Random random = new Random(7);
    private final DoubleSupplier whole = () -> random.nextInt(256);
    private final DoubleSupplier broken = () -> 255 * random.nextDouble();
    private final Map<String, FusedScene> scenes = new LinkedHashMap<>();

    private OddScenes() {}

    /** Samples on 0..255, by names that tell kind and size. */
    static Map<String, FusedScene> onTheScale() {
        OddScenes odd = new OddScenes();
        for (int[] size : SIZES) {
            odd.addAllKinds(size[0], size[1]);
        }
        odd.add("broken levels", 176, 176, 2, odd.broken);
        odd.add("black images", 176, 176, 2, () -> 0);
        odd.add("constant images between two levels", 176, 176, 2, () -> 99.7);
        return odd.scenes;
    }

    /** Samples below and far above 0..255. */
    static Map<String, FusedScene> beyondTheScale() {
        OddScenes odd = new OddScenes();
        for (int[] size : SIZES) {
            odd.add("levels", size[0], size[1], 2, () -> 40000 * odd.random.nextDouble() - 300);
        }
        return odd.scenes;
    }

    private void addAllKinds(int width, int height) {
        add("levels", width, height, 2, whole);
        add("broken levels", width, height, 2, broken);
        add("three sources", width, height, 3, whole);
        add("black images", width, height, 2, () -> 0);
        add("white images", width, height, 3, () -> 255);
        add("constant images between two levels", width, height, 2, () -> 99.7);
        add("two levels", width, height, 2, () -> 255 * random.nextInt(2));
        Picture picture = gray(width, height, whole);
        Picture other = gray(width, height, broken);
        Picture texture = textured(width, height, 3);
        Picture black = constant(width, height, 0);
        Picture middle = constant(width, height, 7.5);
        add("identical images", FusedScene.of(picture, picture, picture).withTruth(picture));
        add("one black source", FusedScene.of(picture, other, black).withTruth(black));
        add("a black fused image", FusedScene.of(black, picture, other).withTruth(picture));
        add("a constant fused image", FusedScene.of(middle, texture, other).withTruth(texture));
        add("a copy of a constant source", FusedScene.of(middle, middle, other).withTruth(other));
        add("constant sources", FusedScene.of(texture, middle, black).withTruth(middle));
        add("constant images that differ", FusedScene.of(black, middle, black).withTruth(middle));
        add("a copy of one source", FusedScene.of(texture, texture, middle).withTruth(texture));
        Picture colour = colours(picture, other, texture);
        add(
                "colours",
                FusedScene.of(colour, picture, colours(other, middle, picture)).withTruth(colour));
        add("colours from gray", FusedScene.of(colour, picture, other));
    }

    private void add(String kind, int width, int height, int sources, DoubleSupplier samples) {
        Picture[] pictures = Stream.generate(() -> gray(width, height, samples))
                .limit(sources)
                .toArray(Picture[]::new);
        add(kind, FusedScene.of(gray(width, height, samples), pictures).withTruth(gray(width, height, samples)));
    }

    private void add(String kind, FusedScene scene) {
        scenes.put(kind + " of " + scene.fused().width() + "x" + scene.fused().height(), scene);
    }
}
