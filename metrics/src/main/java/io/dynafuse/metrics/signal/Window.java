package io.dynafuse.metrics.signal;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Weights of a separable square window along one of its sides. */
public record Window(Shape shape, int side, double deviation) {
    /** How the weights decrease from the middle. */
    public enum Shape {
        GAUSSIAN,
        UNIFORM
    }

    /** A Gaussian window, its weights summing to 1. */
    public static Window gaussian(int side, double deviation) {
        return new Window(Shape.GAUSSIAN, side, deviation);
    }

    /** A window of equal weights, summing to 1. */
    public static Window uniform(int side) {
        return new Window(Shape.UNIFORM, side, 0);
    }

    /** The weights along one side; the two-dimensional window is their product and sums to 1 too. */
    public double[] weights() {
        if (shape == Shape.UNIFORM) {
            double[] weights = new double[side];
            Arrays.fill(weights, 1.0 / side);
            return weights;
        }
        double middle = (side - 1) / 2.0;
        double[] weights = IntStream.range(0, side)
                .mapToDouble(i -> Math.exp(-(i - middle) * (i - middle) / (2 * deviation * deviation)))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
