package io.dynafuse.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** Pictures made for tests. Those that are made of others take gray ones. */
public final class TestPictures {
    private TestPictures() {}

    /** One row. */
    public static Picture row(double... samples) {
        return Picture.gray(samples.length, 1, samples);
    }

    /** Row by row. */
    public static Picture rows(double[]... rows) {
        return Picture.gray(
                rows[0].length,
                rows.length,
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    /** Sample by sample. */
    public static Picture gray(int width, int height, DoubleSupplier samples) {
        return Picture.gray(
                width,
                height,
                DoubleStream.generate(samples).limit((long) width * height).toArray());
    }

    /** A picture of one level. */
    public static Picture constant(int width, int height, double level) {
        return gray(width, height, () -> level);
    }

    /** Levels of all kinds, broken ones too, that do not know of each other. */
    public static Picture noise(int width, int height, long seed) {
        Random random = new Random(seed);
        return gray(width, height, () -> 255 * random.nextDouble());
    }

    /** Waves, an edge and some noise in whole levels, different from seed to seed. */
    public static Picture textured(int width, int height, long seed) {
        Random random = new Random(seed);
        double across = 0.05 + 0.2 * random.nextDouble();
        double down = 0.05 + 0.2 * random.nextDouble();
        int edge = random.nextInt(width);
        double[] samples = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double value = 128 + 60 * Math.sin(across * x + seed) * Math.cos(down * y) + (x > edge ? 30 : -30);
                samples[y * width + x] = level(value + 4 * random.nextGaussian());
            }
        }
        return Picture.gray(width, height, samples);
    }

    /** The picture with noise of the given standard deviation, in whole levels. */
    public static Picture noisy(Picture picture, double deviation, long seed) {
        Random random = new Random(seed);
        return changed(picture, value -> level(value + deviation * random.nextGaussian()));
    }

    /** The mean of two pictures, in whole levels. */
    public static Picture mean(Picture first, Picture second) {
        return mixed(first, second, (a, b) -> Math.floor((a + b + 1) / 2));
    }

    /** Every sample changed. */
    public static Picture changed(Picture picture, DoubleUnaryOperator change) {
        return mixed(picture, picture, (sample, same) -> change.applyAsDouble(sample));
    }

    /** Every sample made of those of two pictures. */
    public static Picture mixed(Picture first, Picture second, DoubleBinaryOperator mix) {
        double[] a = first.planes().get(0).samples();
        double[] b = second.planes().get(0).samples();
        double[] samples = new double[a.length];
        Arrays.setAll(samples, i -> mix.applyAsDouble(a[i], b[i]));
        return Picture.gray(first.width(), first.height(), samples);
    }

    /** Three pictures as the planes of one in colour. */
    public static Picture colours(Picture red, Picture green, Picture blue) {
        return new Picture(List.of(
                red.planes().get(0), green.planes().get(0), blue.planes().get(0)));
    }

    /** The picture as one in colour. */
    public static Picture inColour(Picture gray) {
        return colours(gray, gray, gray);
    }

    private static double level(double value) {
        return Math.max(0, Math.min(255, Math.rint(value)));
    }
}
