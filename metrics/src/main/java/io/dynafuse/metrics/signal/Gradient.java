package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;

/**
 * A derivative along rows and one along columns, at every sample.
 *
 * @param horizontal the derivative along rows, positive where samples grow to the right
 * @param vertical the derivative along columns, positive where samples grow downwards
 */
public record Gradient(Plane horizontal, Plane vertical) {
    /** The length of the gradient at every sample. */
    public double[] magnitude() {
        double[] x = horizontal.samples();
        double[] y = vertical.samples();
        double[] magnitude = new double[x.length];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = Math.sqrt(x[i] * x[i] + y[i] * y[i]);
        }
        return magnitude;
    }
}
