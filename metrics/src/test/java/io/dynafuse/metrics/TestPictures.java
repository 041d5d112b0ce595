package io.dynafuse.metrics;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Pictures made for tests: waves, edges and some noise, whole levels unless changed. */
public final class TestPictures {
    private TestPictures() {}

    /** A gray picture that differs from seed to seed. */
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

    /** The picture with noise of the given standard deviation. */
    public static Picture noisy(Picture picture, double deviation, long seed) {
        Random random = new Random(seed);
        return map(picture, value -> level(value + deviation * random.nextGaussian()));
    }

    /** A picture of one level. */
    public static Picture constant(int width, int height, double level) {
        double[] samples = new double[width * height];
        Arrays.fill(samples, level);
        return Picture.gray(width, height, samples);
    }

    /** The mean of two gray pictures, in whole levels. */
    public static Picture mean(Picture first, Picture second) {
        double[] a = first.planes().get(0).samples();
        double[] b = second.planes().get(0).samples();
        double[] mean = new double[a.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = Math.floor((a[i] + b[i] + 1) / 2);
        }
        return Picture.gray(first.width(), first.height(), mean);
    }

    /** Every sample of a gray picture changed. */
    public static Picture map(Picture picture, DoubleUnaryOperator change) {
        double[] samples = picture.planes().get(0).samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = change.applyAsDouble(samples[i]);
        }
        return Picture.gray(picture.width(), picture.height(), samples);
    }

    /** A gray picture as one in colour. */
    public static Picture inColour(Picture gray) {
        double[] samples = gray.planes().get(0).samples();
        return Picture.rgb(gray.width(), gray.height(), samples.clone(), samples.clone(), samples.clone());
    }

    private static double level(double value) {
        return Math.max(0, Math.min(255, Math.rint(value)));
    }
}
