package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Window;
import java.util.Arrays;

/**
 * The weighted mean of a plane in every window that fits, rounded as the convolution of the reference environment rounds it:
 * one fused multiplication and addition a sample, column by column from the right, each from bottom to top. For scores that depend on the
 * residues of rounding in flat windows.
 *
 * @param plane the plane
 * @param window the window, Gaussian
 */
record LiteralMean(Plane plane, Window window) implements Feature<double[]> {
    @Override
    public double[] compute(Features features) {
        return of(plane.samples(), plane.width(), plane.height(), weights(window));
    }

    /** The weights column by column, divided by their sum, and once more by the sum that rounding leaves, which is not quite 1. */
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
        double[][] rows = new double[side][width];
        double[] sum = new double[width];
        for (int y = 0; y < height; y++) {
            double[] oldest = rows[0];
            System.arraycopy(rows, 1, rows, 0, side - 1);
            rows[side - 1] = oldest;
            System.arraycopy(samples, y * width, oldest, 0, width);
            if (y >= side - 1) {
                combine(rows, weights, sum);
                System.arraycopy(sum, 0, mean, (y - side + 1) * columns, columns);
            }
        }
        return mean;
    }

    private static void combine(double[][] rows, double[][] weights, double[] sum) {
        Arrays.fill(sum, 0);
        for (int x = rows.length - 1; x >= 0; x--) {
            addColumn(rows, weights[x], sum);
            if (x > 0) {
                // The sums are shifted, not the rows, as vector instructions need equal indices.
                System.arraycopy(sum, 1, sum, 0, sum.length - 1);
            }
        }
    }

    /** Adds the same column of every window to the sums, each of which lies where its column is. */
    private static void addColumn(double[][] rows, double[] weights, double[] sum) {
        int row = rows.length - 1;
        // Three at a time, as reading and writing the sum takes longer than adding to it.
        for (; row >= 2; row -= 3) {
            addThreeFused(
                    rows[row], weights[row], rows[row - 1], weights[row - 1], rows[row - 2], weights[row - 2], sum);
        }
        for (; row >= 0; row--) {
            addFused(rows[row], weights[row], sum);
        }
    }

    private static void addThreeFused(
            double[] first,
            double firstWeight,
            double[] second,
            double secondWeight,
            double[] third,
            double thirdWeight,
            double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(
                    thirdWeight, third[i], Math.fma(secondWeight, second[i], Math.fma(firstWeight, first[i], sum[i])));
        }
    }

    private static void addFused(double[] row, double weight, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(weight, row[i], sum[i]);
        }
    }

    /** The variance that this rounding gives a flat window. */
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
