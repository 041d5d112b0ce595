package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Window;

/**
 * The weighted mean of a plane in every window that fits, rounded as the convolution of the reference environment rounds it:
 * one fused multiplication and addition a sample, column by column from the right, each from the bottom up. For scores that
 * are decided by what rounding leaves of flat windows.
 *
 * @param plane the plane
 * @param window the window, Gaussian
 */
record LiteralMean(Plane plane, Window window) implements Feature<double[]> {
    @Override
    public double[] compute(Features features) {
        return of(plane.samples(), plane.width(), plane.height(), weights(window));
    }

    /** The weights column by column, divided by their sum and once more by what rounding has left of it. */
    static double[][] weights(Window window) {
        int side = window.side();
        double middle = (side - 1) / 2.0;
        double[][] weights = new double[side][side];
        double sum = 0;
        for (int x = 0; x < side; x++) {
            for (int y = 0; y < side; y++) {
                double square = (x - middle) * (x - middle) + (y - middle) * (y - middle);
                weights[x][y] = Math.exp(-square / (2 * window.deviation() * window.deviation()));
                sum += weights[x][y];
            }
        }
        divide(weights, sum);
        divide(weights, sumOfColumns(weights));
        return weights;
    }

    private static void divide(double[][] weights, double divisor) {
        for (double[] column : weights) {
            for (int row = 0; row < column.length; row++) {
                column[row] /= divisor;
            }
        }
    }

    private static double sumOfColumns(double[][] weights) {
        double sum = 0;
        for (double[] column : weights) {
            double ofColumn = 0;
            for (double weight : column) {
                ofColumn += weight;
            }
            sum += ofColumn;
        }
        return sum;
    }

    private static double[] of(double[] samples, int width, int height, double[][] weights) {
        int side = weights.length;
        int columns = width - side + 1;
        double[] mean = new double[columns * (height - side + 1)];
        for (int y = 0; y + side <= height; y++) {
            for (int x = side - 1; x >= 0; x--) {
                int row = side - 1;
                for (; row >= 2; row -= 3) {
                    addThree(samples, (y + row) * width + x, width, weights[x], row, mean, y * columns, columns);
                }
                for (; row >= 0; row--) {
                    addOne(samples, (y + row) * width + x, weights[x][row], mean, y * columns, columns);
                }
            }
        }
        return mean;
    }

    /** Three rows upwards in one pass over {@code to}, which costs the most. */
    private static void addThree(
            double[] from, int start, int width, double[] weights, int row, double[] to, int toStart, int count) {
        double first = weights[row];
        double second = weights[row - 1];
        double third = weights[row - 2];
        int above = start - width;
        int top = above - width;
        for (int i = 0; i < count; i++) {
            double sum = Math.fma(first, from[start + i], to[toStart + i]);
            to[toStart + i] = Math.fma(third, from[top + i], Math.fma(second, from[above + i], sum));
        }
    }

    private static void addOne(double[] from, int start, double weight, double[] to, int toStart, int count) {
        for (int i = 0; i < count; i++) {
            to[toStart + i] = Math.fma(weight, from[start + i], to[toStart + i]);
        }
    }

    /** What this rounding leaves of the variance of a flat window. */
    static double residue(double[][] weights, double sample) {
        double mean = 0;
        double square = 0;
        for (int x = weights.length - 1; x >= 0; x--) {
            for (int row = weights.length - 1; row >= 0; row--) {
                mean = Math.fma(weights[x][row], sample, mean);
                square = Math.fma(weights[x][row], sample * sample, square);
            }
        }
        return square - mean * mean;
    }
}
