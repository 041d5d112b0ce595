package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;
import java.util.Arrays;

/**
 * Separable correlation with weights along rows and columns. The inner loops run along rows, a few weights at a time, so that the compiler
 * vectorises them.
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
        return valid(plane, weights, 1, (rows, y) -> rows.push(plane.samples(), y * plane.width()));
    }

    /** Correlates like {@link #valid} the products of the samples of two planes of equal size. */
    static Plane validOfProducts(Plane first, Plane second, double[] weights) {
        return valid(
                first,
                weights,
                1,
                (rows, y) -> rows.pushProducts(first.samples(), second.samples(), y * first.width()));
    }

    /**
     * Correlates like {@link #valid}, but only at every second position of every second row, beginning with the first.
     *
     * @throws IllegalArgumentException if the window does not fit at all
     */
    public static Plane validEverySecond(Plane plane, double[] weights) {
        return valid(plane, weights, 2, (rows, y) -> rows.push(plane.samples(), y * plane.width()));
    }

    private interface Input {
        void pushRow(Rows rows, int y);
    }

    private static Plane valid(Plane plane, double[] weights, int step, Input input) {
        int fullWidth = fitting(plane, plane.width(), weights);
        int width = (fullWidth + step - 1) / step;
        int height = (fitting(plane, plane.height(), weights) + step - 1) / step;
        double[] result = new double[width * height];
        Rows above = new Rows(weights, plane.width());
        Rows beside = new Rows(weights, fullWidth);
        double[] column = new double[plane.width()];
        double[] row = new double[fullWidth];
        int next = 0;
        for (int y = 0; y < height; y++) {
            for (; next < step * y + weights.length; next++) {
                input.pushRow(above, next);
            }
            above.weightedSum(column);
            for (int k = 0; k < weights.length; k++) {
                beside.push(column, k);
            }
            beside.weightedSum(row);
            keepEvery(step, row, result, y * width, width);
        }
        return Plane.over(width, height, result);
    }

    private static void keepEvery(int step, double[] row, double[] result, int start, int count) {
        if (step == 1) {
            System.arraycopy(row, 0, result, start, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            result[start + i] = row[step * i];
        }
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
        int up = alongColumns.length / 2;
        double[] outside = new double[width];
        double[] padded = new double[width + alongRows.length - 1];
        double[] result = new double[width * height];
        double[] column = new double[width];
        double[] row = new double[width];
        Rows above = new Rows(alongColumns, width);
        Rows beside = new Rows(alongRows, width);
        for (int next = -up; next < height - up + alongColumns.length - 1; next++) {
            int inside = border.map(next, height);
            above.push(inside < 0 ? outside : plane.samples(), Math.max(inside, 0) * width);
            int y = next + up - alongColumns.length + 1;
            if (y >= 0) {
                above.weightedSum(column);
                System.arraycopy(column, 0, padded, left, width);
                pad(padded, column, 0, left, left, border);
                pad(padded, column, left + width, padded.length, left, border);
                for (int k = 0; k < alongRows.length; k++) {
                    beside.push(padded, k);
                }
                beside.weightedSum(row);
                System.arraycopy(row, 0, result, y * width, width);
            }
        }
        return Plane.over(width, height, result);
    }

    private static void pad(double[] padded, double[] row, int from, int to, int left, Border border) {
        for (int i = from; i < to; i++) {
            int x = border.map(i - left, row.length);
            padded[i] = x < 0 ? 0 : row[x];
        }
    }

    /**
     * Copies of the last rows that were pushed, to be summed by weights. Copies, because only loops whose arrays all begin at the same
     * index are vectorised.
     */
    private static final class Rows {
        private final double[] weights;
        private final boolean symmetric;
        private final int length;
        private final double[][] rows;
        private final double[] factors;

        Rows(double[] weights, int length) {
            this.weights = weights;
            this.symmetric = isSymmetric(weights);
            this.length = length;
            this.rows = new double[weights.length][length];
            this.factors = new double[length];
        }

        private static boolean isSymmetric(double[] weights) {
            for (int k = 0; k < weights.length / 2; k++) {
                if (weights[k] != weights[weights.length - 1 - k]) {
                    return false;
                }
            }
            return true;
        }

        /** Replaces the oldest row. */
        void push(double[] from, int start) {
            double[] oldest = rows[0];
            System.arraycopy(rows, 1, rows, 0, rows.length - 1);
            rows[rows.length - 1] = oldest;
            System.arraycopy(from, start, oldest, 0, length);
        }

        /** Replaces the oldest row by products. */
        void pushProducts(double[] first, double[] second, int start) {
            push(first, start);
            System.arraycopy(second, start, factors, 0, length);
            double[] newest = rows[rows.length - 1];
            for (int i = 0; i < newest.length; i++) {
                newest[i] *= factors[i];
            }
        }

        /** The sum of the rows by their weights, the oldest row by the first weight. */
        void weightedSum(double[] sum) {
            if (symmetric) {
                weightedSumOfPairs(sum);
                return;
            }
            Arrays.fill(sum, 0);
            for (int k = 0; k < rows.length; k++) {
                addScaled(weights[k], rows[k], sum);
            }
        }

        /** Rows of equal weight are added before they are multiplied. */
        private void weightedSumOfPairs(double[] sum) {
            int pairs = rows.length / 2;
            if (rows.length % 2 == 0) {
                Arrays.fill(sum, 0);
            } else {
                scale(weights[pairs], rows[pairs], sum);
            }
            int k = 0;
            // Three at a time, as reading and writing the sum takes longer than adding to it.
            for (; k + 3 <= pairs; k += 3) {
                addThreePairs(k, sum);
            }
            for (; k < pairs; k++) {
                addPair(weights[k], rows[k], opposite(k), sum);
            }
        }

        private double[] opposite(int k) {
            return rows[rows.length - 1 - k];
        }

        private void addThreePairs(int k, double[] sum) {
            addThreePairs(
                    weights[k],
                    rows[k],
                    opposite(k),
                    weights[k + 1],
                    rows[k + 1],
                    opposite(k + 1),
                    weights[k + 2],
                    rows[k + 2],
                    opposite(k + 2),
                    sum);
        }

        private static void addScaled(double weight, double[] row, double[] sum) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * row[i];
            }
        }

        private static void scale(double weight, double[] row, double[] sum) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = weight * row[i];
            }
        }

        private static void addPair(double weight, double[] row, double[] opposite, double[] sum) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * (row[i] + opposite[i]);
            }
        }

        private static void addThreePairs(
                double firstWeight,
                double[] first,
                double[] firstOpposite,
                double secondWeight,
                double[] second,
                double[] secondOpposite,
                double thirdWeight,
                double[] third,
                double[] thirdOpposite,
                double[] sum) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += firstWeight * (first[i] + firstOpposite[i])
                        + secondWeight * (second[i] + secondOpposite[i])
                        + thirdWeight * (third[i] + thirdOpposite[i]);
            }
        }
    }
}
