package io.dynafuse.align;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Pictures of many overlapping discs and bars, as a function of the plane, so that they can be seen through any motion without resampling. */
record Leaves(double[][] leaves) {
    private static final int COUNT = 150;
    private static final int SUPERSAMPLING = 2;

    /** Around the middle of a frame, and beyond it. */
    static Leaves of(int width, int height, long seed) {
        Random random = new Random(seed);
        double[][] leaves = new double[COUNT][];
        double size = Math.max(width, height);
        for (int i = 0; i < COUNT; i++) {
            double radius = size * Math.exp(-2 - 2 * random.nextDouble());
            double angle = Math.PI * random.nextDouble();
            leaves[i] = new double[] {
                width * (2 * random.nextDouble() - 0.5),
                height * (2 * random.nextDouble() - 0.5),
                radius,
                Math.cos(angle),
                Math.sin(angle),
                random.nextBoolean() ? 1 : 0,
                random.nextDouble()
            };
        }
        return new Leaves(leaves);
    }

    private double at(Point point) {
        for (double[] leaf : leaves) {
            double x = point.x() - leaf[0];
            double y = point.y() - leaf[1];
            double u = x * leaf[3] + y * leaf[4];
            double v = y * leaf[3] - x * leaf[4];
            boolean inside = leaf[5] > 0
                    ? u * u + v * v < leaf[2] * leaf[2]
                    : Math.abs(u) < leaf[2] && Math.abs(v) < leaf[2] / 3;
            if (inside) {
                return leaf[6];
            }
        }
        return 0.5;
    }

    /** What a camera sees whose pixels lie where a motion takes them. */
    Image seen(Transform motion, int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int s = 0; s < SUPERSAMPLING * SUPERSAMPLING; s++) {
                double dx = (s % SUPERSAMPLING + 0.5) / SUPERSAMPLING - 0.5;
                double dy = (s / SUPERSAMPLING + 0.5) / SUPERSAMPLING - 0.5;
                sum += at(motion.of(i % width + dx, i / width + dy));
            }
            values[i] = (float) (sum / (SUPERSAMPLING * SUPERSAMPLING));
        }
        return Image.of(width, height, 1, values, SampleDepth.BITS_8);
    }

    /** The same picture in other tones. */
    static Image toned(Image image, DoubleUnaryOperator tone) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) tone.applyAsDouble(values[i]);
        }
        return Image.of(image.width(), image.height(), image.channels(), values, image.depth());
    }
}
