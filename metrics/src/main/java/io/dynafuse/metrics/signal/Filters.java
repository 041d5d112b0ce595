package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;
import java.util.Arrays;

/**
 * Separable correlation with weights along rows and columns. The compiler turns a loop into vector instructions only where it
 * reads and writes arrays at the same index, so rows, and rows shifted by a column, are copied to arrays of their own first.
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
        double[] line = new double[width];
        RecentRows recent = new RecentRows(plane, weights.length);
        double[][] rows = new double[weights.length][];
        double[][] shifted = new double[weights.length][width];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < weights.length; k++) {
                rows[k] = recent.row(y + k);
            }
            weigh(rows, weights, weights.length, column);
            shift(column, shifted);
            weigh(shifted, weights, weights.length, line);
            System.arraycopy(line, 0, result, y * width, width);
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
        double[] line = new double[width];
        RecentRows recent = new RecentRows(plane, alongColumns.length);
        double[][] rows = new double[alongColumns.length][];
        double[] weightsOfRows = new double[alongColumns.length];
        double[][] shifted = new double[alongRows.length][width];
        for (int y = 0; y < height; y++) {
            int count = 0;
            for (int k = 0; k < alongColumns.length; k++) {
                int row = border.map(y + k - alongColumns.length / 2, height);
                if (row >= 0) {
                    rows[count] = recent.row(row);
                    weightsOfRows[count++] = alongColumns[k];
                }
            }
            weigh(rows, weightsOfRows, count, column);
            for (int i = 0; i < left; i++) {
                padded[i] = beyond(column, border.map(i - left, width));
            }
            System.arraycopy(column, 0, padded, left, width);
            for (int i = left + width; i < padded.length; i++) {
                padded[i] = beyond(column, border.map(i - left, width));
            }
            shift(padded, shifted);
            weigh(shifted, alongRows, alongRows.length, line);
            System.arraycopy(line, 0, result, y * width, width);
        }
        return Plane.over(width, height, result);
    }

    private static double beyond(double[] row, int position) {
        return position < 0 ? 0 : row[position];
    }

    /** Copies of the row, each beginning one sample later than the one before. */
    private static void shift(double[] row, double[][] shifted) {
        for (int k = 0; k < shifted.length; k++) {
            System.arraycopy(row, k, shifted[k], 0, shifted[k].length);
        }
    }

    /** The weighted sum of the first {@code count} runs. */
    private static void weigh(double[][] runs, double[] weights, int count, double[] to) {
        Arrays.fill(to, 0);
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            addFour(
                    runs[k],
                    weights[k],
                    runs[k + 1],
                    weights[k + 1],
                    runs[k + 2],
                    weights[k + 2],
                    runs[k + 3],
                    weights[k + 3],
                    to);
        }
        for (; k < count; k++) {
            addOne(runs[k], weights[k], to);
        }
    }

    private static void addFour(
            double[] first,
            double ofFirst,
            double[] second,
            double ofSecond,
            double[] third,
            double ofThird,
            double[] fourth,
            double ofFourth,
            double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += ofFirst * first[i] + ofSecond * second[i] + ofThird * third[i] + ofFourth * fourth[i];
        }
    }

    private static void addOne(double[] run, double weight, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += weight * run[i];
        }
    }

    /** Copies of the rows that a window looks at; as it moves on, the next row takes the place of the last. */
    private static final class RecentRows {
        private final Plane plane;
        private final double[][] rows;
        private final int[] held;

        RecentRows(Plane plane, int count) {
            this.plane = plane;
            this.rows = new double[count][plane.width()];
            this.held = new int[count];
            Arrays.fill(held, -1);
        }

        /** The row; of one window's rows no two share a place, as they lie closer than there are places. */
        double[] row(int y) {
            int place = y % rows.length;
            if (held[place] != y) {
                System.arraycopy(plane.samples(), y * plane.width(), rows[place], 0, plane.width());
                held[place] = y;
            }
            return rows[place];
        }
    }
}
