package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;
import java.util.Arrays;

/**
 * Separable correlation with weights along rows and columns. Rows are copied to arrays of their own, shifted where need be, as
 * the compiler makes vector instructions only of loops that index all arrays alike.
 */
public final class Filters {
    private Filters() {}

    /**
     * Correlates with the product of the weights along both sides, only where the window fits: the result is smaller by one
     * less than their number.
     *
     * @throws IllegalArgumentException if the window does not fit at all
     */
    public static Plane valid(Plane plane, double[] weights) {
        double[] samples = plane.samples();
        int width = plane.width();
        return valid(plane, (y, row) -> System.arraycopy(samples, y * width, row, 0, width), weights);
    }

    /** The same for the products of the samples of two planes of equal size. */
    static Plane validOfProducts(Plane first, Plane second, double[] weights) {
        int width = first.width();
        double[] factor = new double[width];
        return valid(
                first,
                (y, row) -> {
                    System.arraycopy(first.samples(), y * width, row, 0, width);
                    System.arraycopy(second.samples(), y * width, factor, 0, width);
                    for (int x = 0; x < width; x++) {
                        row[x] *= factor[x];
                    }
                },
                weights);
    }

    private interface RowReader {
        void read(int y, double[] row);
    }

    private static Plane valid(Plane size, RowReader reader, double[] weights) {
        int side = weights.length;
        int width = size.width() - side + 1;
        int height = size.height() - side + 1;
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a window of " + side + " does not fit a " + size);
        }
        double[] result = new double[width * height];
        double[][] rows = new double[side][size.width()];
        double[] column = new double[size.width()];
        AlongRow alongRow = new AlongRow(weights, width);
        for (int y = 0; y < size.height(); y++) {
            double[] oldest = rows[0];
            System.arraycopy(rows, 1, rows, 0, side - 1);
            rows[side - 1] = oldest;
            reader.read(y, oldest);
            if (y >= side - 1) {
                combine(rows, weights, column);
                alongRow.filter(column, result, (y - side + 1) * width);
            }
        }
        return Plane.over(width, height, result);
    }

    /** Correlates with the product of the weights, the middle of the window at every sample; the size stays. */
    public static Plane same(Plane plane, double[] weights, Border border) {
        return same(plane, weights, weights, border);
    }

    /**
     * Correlates with {@code alongRows} horizontally and {@code alongColumns} vertically, the middle of the window (of an even
     * number of weights, the later one) at every sample; the size stays.
     */
    public static Plane same(Plane plane, double[] alongRows, double[] alongColumns, Border border) {
        int width = plane.width();
        int height = plane.height();
        int left = alongRows.length / 2;
        double[] padded = new double[width + alongRows.length - 1];
        double[] result = new double[width * height];
        double[][] rowsOfPlane = rows(plane);
        double[] zeros = new double[width];
        double[][] rows = new double[alongColumns.length][];
        double[] column = new double[width];
        AlongRow alongRow = new AlongRow(alongRows, width);
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < rows.length; k++) {
                int row = border.map(y + k - rows.length / 2, height);
                rows[k] = row < 0 ? zeros : rowsOfPlane[row];
            }
            combine(rows, alongColumns, column);
            for (int i = 0; i < left; i++) {
                padded[i] = beyond(column, i - left, border);
            }
            System.arraycopy(column, 0, padded, left, width);
            for (int i = left + width; i < padded.length; i++) {
                padded[i] = beyond(column, i - left, border);
            }
            alongRow.filter(padded, result, y * width);
        }
        return Plane.over(width, height, result);
    }

    private static double[][] rows(Plane plane) {
        int width = plane.width();
        double[][] rows = new double[plane.height()][];
        for (int y = 0; y < rows.length; y++) {
            rows[y] = Arrays.copyOfRange(plane.samples(), y * width, (y + 1) * width);
        }
        return rows;
    }

    private static double beyond(double[] row, int position, Border border) {
        int x = border.map(position, row.length);
        return x < 0 ? 0 : row[x];
    }

    private static final class AlongRow {
        private final double[] weights;
        private final double[][] shifted;
        private final double[] filtered;

        AlongRow(double[] weights, int width) {
            this.weights = weights;
            this.shifted = new double[weights.length][width];
            this.filtered = new double[width];
        }

        void filter(double[] row, double[] result, int start) {
            for (int k = 0; k < shifted.length; k++) {
                System.arraycopy(row, k, shifted[k], 0, filtered.length);
            }
            combine(shifted, weights, filtered);
            System.arraycopy(filtered, 0, result, start, filtered.length);
        }
    }

    /** The weighted sum of rows, three at a time as each pass over the sum costs. */
    private static void combine(double[][] rows, double[] weights, double[] sum) {
        Arrays.fill(sum, 0);
        int k = 0;
        for (; k + 3 <= rows.length; k += 3) {
            addThree(rows[k], weights[k], rows[k + 1], weights[k + 1], rows[k + 2], weights[k + 2], sum);
        }
        for (; k < rows.length; k++) {
            addOne(rows[k], weights[k], sum);
        }
    }

    private static void addThree(
            double[] first,
            double firstWeight,
            double[] second,
            double secondWeight,
            double[] third,
            double thirdWeight,
            double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += firstWeight * first[i] + secondWeight * second[i] + thirdWeight * third[i];
        }
    }

    private static void addOne(double[] row, double weight, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * row[i];
        }
    }
}
