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
        int width = plane.width() - weights.length + 1;
        int height = plane.height() - weights.length + 1;
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a window of " + weights.length + " does not fit a " + plane);
        }
        double[] result = new double[width * height];
        double[] column = new double[plane.width()];
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            addWeighted(plane.samples(), y * plane.width(), plane.width(), weights, column, 0, plane.width());
            addWeighted(column, 0, 1, weights, result, y * width, width);
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
        double[] column = new double[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            for (int k = 0; k < alongColumns.length; k++) {
                int row = border.map(y + k - alongColumns.length / 2, height);
                if (row >= 0) {
                    addScaled(plane.samples(), row * width, alongColumns[k], column, 0, width);
                }
            }
            for (int i = 0; i < padded.length; i++) {
                int x = border.map(i - left, width);
                padded[i] = x < 0 ? 0 : column[x];
            }
            addWeighted(padded, 0, 1, alongRows, result, y * width, width);
        }
        return Plane.over(width, height, result);
    }

    /** Adds runs of {@code from} that start {@code step} apart, three at a time as each pass over {@code to} costs. */
    private static void addWeighted(
            double[] from, int start, int step, double[] weights, double[] to, int toStart, int count) {
        int k = 0;
        for (; k + 3 <= weights.length; k += 3) {
            int first = start + k * step;
            int second = first + step;
            int third = second + step;
            double firstWeight = weights[k];
            double secondWeight = weights[k + 1];
            double thirdWeight = weights[k + 2];
            for (int i = 0; i < count; i++) {
                to[toStart + i] +=
                        firstWeight * from[first + i] + secondWeight * from[second + i] + thirdWeight * from[third + i];
            }
        }
        for (; k < weights.length; k++) {
            addScaled(from, start + k * step, weights[k], to, toStart, count);
        }
    }

    private static void addScaled(double[] from, int start, double weight, double[] to, int toStart, int count) {
        for (int i = 0; i < count; i++) {
            to[toStart + i] += weight * from[start + i];
        }
    }
}
