package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;
import java.util.Arrays;

/**
 * Separable correlation with weights along rows and columns. The inner loops run along rows with one weight at a time, which
 * the compiler turns into vector instructions.
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
        int width = fitting(plane, plane.width(), weights);
        int height = fitting(plane, plane.height(), weights);
        double[] result = new double[width * height];
        double[] column = new double[plane.width()];
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            addWeighted(plane.samples(), y * plane.width(), plane.width(), weights, column, 0, plane.width());
            addWeighted(column, 0, 1, weights, result, y * width, width);
        }
        return Plane.over(width, height, result);
    }

    /**
     * Correlates like {@link #valid}, but only at every second position of every second row, beginning with the first.
     *
     * @throws IllegalArgumentException if the window does not fit at all
     */
    public static Plane validEverySecond(Plane plane, double[] weights) {
        int fullWidth = fitting(plane, plane.width(), weights);
        int width = (fullWidth + 1) / 2;
        int height = (fitting(plane, plane.height(), weights) + 1) / 2;
        double[] result = new double[width * height];
        double[] column = new double[plane.width()];
        double[] row = new double[fullWidth];
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            addWeighted(plane.samples(), 2 * y * plane.width(), plane.width(), weights, column, 0, plane.width());
            Arrays.fill(row, 0);
            addWeighted(column, 0, 1, weights, row, 0, fullWidth);
            for (int x = 0; x < width; x++) {
                result[y * width + x] = row[2 * x];
            }
        }
        return Plane.over(width, height, result);
    }

    private static int fitting(Plane plane, int length, double[] weights) {
        if (length < weights.length) {
            throw new IllegalArgumentException("a window of " + weights.length + " does not fit a " + plane);
        }
        return length - weights.length + 1;
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
        double[] column = new double[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            for (int k = 0; k < alongColumns.length; k++) {
                int row = border.map(y + k - alongColumns.length / 2, height);
                if (row >= 0) {
                    addScaled(plane.samples(), row * width, alongColumns[k], column, 0, width);
                }
            }
            System.arraycopy(column, 0, padded, left, width);
            pad(padded, column, 0, left, left, border);
            pad(padded, column, left + width, padded.length, left, border);
            addWeighted(padded, 0, 1, alongRows, result, y * width, width);
        }
        return Plane.over(width, height, result);
    }

    private static void pad(double[] padded, double[] row, int from, int to, int left, Border border) {
        for (int i = from; i < to; i++) {
            int x = border.map(i - left, row.length);
            padded[i] = x < 0 ? 0 : row[x];
        }
    }

    /** Adds runs of samples, each {@code step} after the one before and scaled by its weight. */
    private static void addWeighted(
            double[] from, int start, int step, double[] weights, double[] to, int toStart, int count) {
        int k = 0;
        // Four at a time, as reading and writing the sum takes longer than adding to it.
        for (; k + 4 <= weights.length; k += 4) {
            addFour(from, start + k * step, step, weights, k, to, toStart, count);
        }
        for (; k < weights.length; k++) {
            addScaled(from, start + k * step, weights[k], to, toStart, count);
        }
    }

    private static void addFour(
            double[] from, int start, int step, double[] weights, int k, double[] to, int toStart, int count) {
        double first = weights[k];
        double second = weights[k + 1];
        double third = weights[k + 2];
        double fourth = weights[k + 3];
        int secondStart = start + step;
        int thirdStart = start + 2 * step;
        int fourthStart = start + 3 * step;
        for (int i = 0; i < count; i++) {
            to[toStart + i] += first * from[start + i]
                    + second * from[secondStart + i]
                    + (third * from[thirdStart + i] + fourth * from[fourthStart + i]);
        }
    }

    private static void addScaled(double[] from, int start, double weight, double[] to, int toStart, int count) {
        for (int i = 0; i < count; i++) {
            to[toStart + i] += weight * from[start + i];
        }
    }
}
