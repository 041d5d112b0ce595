package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Separable correlation with weights along rows and columns. The inner loops run along rows with four weights at a time, which
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
        int[] rows = new int[weights.length];
        int[] shifts = IntStream.range(0, weights.length).toArray();
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            for (int k = 0; k < weights.length; k++) {
                rows[k] = (y + k) * plane.width();
            }
            addWeighted(plane.samples(), rows, weights, weights.length, column, 0, plane.width());
            addWeighted(column, shifts, weights, weights.length, result, y * width, width);
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
        int[] rows = new int[alongColumns.length];
        double[] weightsOfRows = new double[alongColumns.length];
        int[] shifts = IntStream.range(0, alongRows.length).toArray();
        for (int y = 0; y < height; y++) {
            Arrays.fill(column, 0);
            int count = 0;
            for (int k = 0; k < alongColumns.length; k++) {
                int row = border.map(y + k - alongColumns.length / 2, height);
                if (row >= 0) {
                    rows[count] = row * width;
                    weightsOfRows[count++] = alongColumns[k];
                }
            }
            addWeighted(plane.samples(), rows, weightsOfRows, count, column, 0, width);
            for (int i = 0; i < padded.length; i++) {
                int x = border.map(i - left, width);
                padded[i] = x < 0 ? 0 : column[x];
            }
            addWeighted(padded, shifts, alongRows, alongRows.length, result, y * width, width);
        }
        return Plane.over(width, height, result);
    }

    /** Adds the runs of {@code from} that begin at the first {@code taps} starts, each times its weight. */
    private static void addWeighted(
            double[] from, int[] starts, double[] weights, int taps, double[] to, int toStart, int count) {
        int done = 0;
        for (; done + 4 <= taps; done += 4) {
            addFour(from, starts, weights, done, to, toStart, count);
        }
        for (; done < taps; done++) {
            addScaled(from, starts[done], weights[done], to, toStart, count);
        }
    }

    private static void addFour(
            double[] from, int[] starts, double[] weights, int tap, double[] to, int toStart, int count) {
        int first = starts[tap];
        int second = starts[tap + 1];
        int third = starts[tap + 2];
        int fourth = starts[tap + 3];
        double ofFirst = weights[tap];
        double ofSecond = weights[tap + 1];
        double ofThird = weights[tap + 2];
        double ofFourth = weights[tap + 3];
        for (int i = 0; i < count; i++) {
            to[toStart + i] += ofFirst * from[first + i]
                    + ofSecond * from[second + i]
                    + ofThird * from[third + i]
                    + ofFourth * from[fourth + i];
        }
    }

    private static void addScaled(double[] from, int start, double weight, double[] to, int toStart, int count) {
        for (int i = 0; i < count; i++) {
            to[toStart + i] += weight * from[start + i];
        }
    }
}
