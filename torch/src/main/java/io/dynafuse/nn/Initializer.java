package io.dynafuse.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** The values that a parameter begins with: a function of its shape and a seed, the same on every platform. */
@FunctionalInterface
public interface Initializer {
    /**
     * The values in row-major order.
     *
     * @param shape the sizes, slowest first
     * @param seed of this parameter alone
     */
    float[] values(List<Long> shape, long seed);

    /** All zeros. */
    static Initializer zeros() {
        return constant(0);
    }

    /** All ones. */
    static Initializer ones() {
        return constant(1);
    }

    /** The same value everywhere. */
    static Initializer constant(float value) {
        return (shape, seed) -> {
            float[] values = new float[elements(shape)];
            Arrays.fill(values, value);
            return values;
        };
    }

    /** Of a square matrix, the one that changes nothing. */
    static Initializer identity() {
        return (shape, seed) -> {
            float[] values = new float[elements(shape)];
            for (int i = 0; i < values.length; i += Math.toIntExact(shape.get(1)) + 1) {
                values[i] = 1;
            }
            return values;
        };
    }

    /** Normally distributed around 0. */
    static Initializer normal(double deviation) {
        return (shape, seed) -> {
            Random random = new Random(seed);
            return drawn(shape, () -> deviation * random.nextGaussian());
        };
    }

    /** Normally distributed around 0, drawn again where that is more than two deviations away. */
    static Initializer truncatedNormal(double deviation) {
        return (shape, seed) -> {
            Random random = new Random(seed);
            return drawn(shape, () -> {
                double value = random.nextGaussian();
                while (Math.abs(value) > 2) {
                    value = random.nextGaussian();
                }
                return deviation * value;
            });
        };
    }

    /** Evenly distributed between −{@code bound} and {@code bound}. */
    static Initializer uniform(double bound) {
        return (shape, seed) -> {
            Random random = new Random(seed);
            return drawn(shape, () -> bound * (2 * random.nextDouble() - 1));
        };
    }

    /**
     * Normally distributed with variance 2 / fan-in, which keeps the size of what passes a layer and its relu (He et al. 2015,
     * doi:10.1109/ICCV.2015.123).
     */
    static Initializer heNormal() {
        return (shape, seed) -> normal(Math.sqrt(2.0 / fanIn(shape))).values(shape, seed);
    }

    /** Evenly distributed up to 1 / √fan-in: what PyTorch's convolutions and linear layers begin with. */
    static Initializer uniformFanIn() {
        return (shape, seed) -> uniform(1 / Math.sqrt(fanIn(shape))).values(shape, seed);
    }

    /**
     * Evenly distributed with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010, proceedings.mlr.press/v9/glorot10a.html).
     */
    static Initializer xavierUniform() {
        return (shape, seed) -> {
            double kernel = (double) fanIn(shape) / shape.get(1);
            double fanOut = shape.get(0) * kernel;
            return uniform(Math.sqrt(6 / (fanIn(shape) + fanOut))).values(shape, seed);
        };
    }

    /** How many inputs one output of a layer sees whose weight has this shape. */
    private static long fanIn(List<Long> shape) {
        if (shape.size() < 2) {
            throw new IllegalArgumentException("expected the shape of a weight, of 2 or more sizes, found " + shape);
        }
        return elements(shape.subList(1, shape.size()));
    }

    private static int elements(List<Long> shape) {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    private static float[] drawn(List<Long> shape, DoubleSupplier draw) {
        float[] values = new float[elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draw.getAsDouble();
        }
        return values;
    }
}
