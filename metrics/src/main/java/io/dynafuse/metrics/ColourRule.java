package io.dynafuse.metrics;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** How images of three planes are converted to the input of a formula. Every rule leaves gray images unchanged. */
public enum ColourRule {
    GRAY(
            "gray: 0.298936 R + 0.587043 G + 0.114021 B, rounded where R, G and B are whole",
            (images, features) -> grayScenes(images, features, Weights.MATLAB)),
    GRAY_OPENCV(
            "gray: 0.299 R + 0.587 G + 0.114 B in single precision, rounded half to even where R, G and B are whole",
            (images, features) -> grayScenes(images, features, Weights.OPENCV)),
    GRAY_RED_BLUE_EXCHANGED(
            "gray with the weights of red and blue exchanged: 0.114 R + 0.587 G + 0.299 B, rounded where R, G and B are whole"
                    + " (most likely the images were read as BGR)",
            (images, features) -> grayScenes(images, features, Weights.EXCHANGED)),
    PLANES(
            "red, green and blue of the fused image one by one, their scores averaged; a gray source serves all three, a"
                    + " colour source of a gray fused image is made gray",
            ColourRule::planeScenes),
    PLANES_UNLESS_SOURCES_GRAY(
            "red, green and blue one by one, their scores averaged; only red of the fused image if all sources are gray;"
                    + " a colour source of a gray fused image is made gray",
            ColourRule::firstPlaneIfSourcesGray),
    PLANES_OR_GRAY_AS_SOURCES(
            "red, green and blue one by one, their scores averaged; gray if all sources are gray; a colour source of a gray"
                    + " fused image is made gray",
            ColourRule::grayIfSourcesGray),
    PLANES_SIDE_BY_SIDE(
            "red, green and blue laid side by side as one plane of three times the width", ColourRule::sideBySide);

    private final String words;
    private final BiFunction<Images, Features, List<GrayScene>> scenes;

    ColourRule(String words, BiFunction<Images, Features, List<GrayScene>> scenes) {
        this.words = words;
        this.scenes = scenes;
    }

    /** The rule in one word. */
    public String id() {
        return Ids.of(this);
    }

    /** The rule, in words. */
    public String words() {
        return words;
    }

    List<GrayScene> scenes(Picture fused, List<Picture> sources, Features features) {
        return scenes.apply(new Images(fused, sources), features);
    }

    private record Images(Picture fused, List<Picture> sources) {}

    private enum Weights {
        MATLAB(0.298936021293776, 0.587043074451121, 0.114020904255103, value -> Math.floor(value + 0.5)),
        OPENCV(0.299f, 0.587f, 0.114f, value -> Math.rint((float) value)),
        EXCHANGED(0.114, 0.587, 0.299, value -> Math.floor(value + 0.5));

        private final double red;
        private final double green;
        private final double blue;
        private final DoubleUnaryOperator rounding;

        Weights(double red, double green, double blue, DoubleUnaryOperator rounding) {
            this.red = red;
            this.green = green;
            this.blue = blue;
            this.rounding = rounding;
        }
    }

    private record GrayPlane(Picture picture, Weights weights) implements Feature<Plane> {
        @Override
        public Plane compute(Features features) {
            double[] red = picture.planes().get(0).samples();
            double[] green = picture.planes().get(1).samples();
            double[] blue = picture.planes().get(2).samples();
            double[] gray = new double[red.length];
            for (int i = 0; i < gray.length; i++) {
                double value = weights.red * red[i] + weights.green * green[i] + weights.blue * blue[i];
                boolean whole = isWhole(red[i]) && isWhole(green[i]) && isWhole(blue[i]);
                gray[i] = whole ? weights.rounding.applyAsDouble(value) : value;
            }
            return Plane.over(picture.width(), picture.height(), gray);
        }

        private static boolean isWhole(double sample) {
            return sample == (int) sample;
        }
    }

    private record SideBySide(Picture picture) implements Feature<Plane> {
        @Override
        public Plane compute(Features features) {
            int width = picture.width();
            double[] wide = new double[3 * width * picture.height()];
            for (int y = 0; y < picture.height(); y++) {
                for (int i = 0; i < 3; i++) {
                    double[] plane = picture.planes().get(i).samples();
                    System.arraycopy(plane, y * width, wide, (3 * y + i) * width, width);
                }
            }
            return Plane.over(3 * width, picture.height(), wide);
        }
    }

    private static List<GrayScene> grayScenes(Images images, Features features, Weights weights) {
        return List.of(new GrayScene(
                gray(images.fused, features, weights),
                images.sources.stream()
                        .map(source -> gray(source, features, weights))
                        .toList(),
                features));
    }

    private static Plane gray(Picture picture, Features features, Weights weights) {
        return picture.isGray() ? picture.planes().get(0) : features.get(new GrayPlane(picture, weights));
    }

    private static List<GrayScene> planeScenes(Images images, Features features) {
        return IntStream.range(0, images.fused.planes().size())
                .mapToObj(i -> planeScene(images, i, features))
                .toList();
    }

    private static GrayScene planeScene(Images images, int index, Features features) {
        boolean grayFused = images.fused.isGray();
        return new GrayScene(
                images.fused.planes().get(index),
                images.sources.stream()
                        .map(source -> grayFused || source.isGray()
                                ? gray(source, features, Weights.MATLAB)
                                : source.planes().get(index))
                        .toList(),
                features);
    }

    private static List<GrayScene> firstPlaneIfSourcesGray(Images images, Features features) {
        return areSourcesGray(images) ? List.of(planeScene(images, 0, features)) : planeScenes(images, features);
    }

    private static List<GrayScene> grayIfSourcesGray(Images images, Features features) {
        return areSourcesGray(images) ? grayScenes(images, features, Weights.MATLAB) : planeScenes(images, features);
    }

    private static boolean areSourcesGray(Images images) {
        return !images.sources.isEmpty() && images.sources.stream().allMatch(Picture::isGray);
    }

    private static List<GrayScene> sideBySide(Images images, Features features) {
        if (images.fused.isGray()) {
            return planeScenes(images, features);
        }
        return List.of(new GrayScene(
                features.get(new SideBySide(images.fused)),
                images.sources.stream()
                        .map(source -> features.get(new SideBySide(colour(source))))
                        .toList(),
                features));
    }

    private static Picture colour(Picture picture) {
        Plane first = picture.planes().get(0);
        return picture.isGray() ? new Picture(List.of(first, first, first)) : picture;
    }
}
