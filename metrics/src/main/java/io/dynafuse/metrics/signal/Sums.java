package io.dynafuse.metrics.signal;

/** Long sums. Each is computed as four partial sums, as additions to a single sum would wait for each other; this also reduces rounding errors. */
public final class Sums {
    private Sums() {}

    /** The sum of {@code count} values from {@code start} on. */
    public static double of(double[] values, int start, int count) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = start + (count & ~3);
        for (int i = start; i < whole; i += 4) {
            first += values[i];
            second += values[i + 1];
            third += values[i + 2];
            fourth += values[i + 3];
        }
        for (int i = whole; i < start + count; i++) {
            first += values[i];
        }
        return first + second + (third + fourth);
    }

    /** The sum of the products of the first {@code count} values of both. */
    public static double ofProducts(double[] x, double[] y, int count) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = count & ~3;
        for (int i = 0; i < whole; i += 4) {
            first += x[i] * y[i];
            second += x[i + 1] * y[i + 1];
            third += x[i + 2] * y[i + 2];
            fourth += x[i + 3] * y[i + 3];
        }
        for (int i = whole; i < count; i++) {
            first += x[i] * y[i];
        }
        return first + second + (third + fourth);
    }

    /** The sum of the squared differences between {@code count} values from {@code xStart} and {@code yStart} on. */
    public static double ofSquaredDifferences(double[] x, int xStart, double[] y, int yStart, int count) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = count & ~3;
        for (int i = 0; i < whole; i += 4) {
            double a = x[xStart + i] - y[yStart + i];
            double b = x[xStart + i + 1] - y[yStart + i + 1];
            double c = x[xStart + i + 2] - y[yStart + i + 2];
            double d = x[xStart + i + 3] - y[yStart + i + 3];
            first += a * a;
            second += b * b;
            third += c * c;
            fourth += d * d;
        }
        for (int i = whole; i < count; i++) {
            double difference = x[xStart + i] - y[yStart + i];
            first += difference * difference;
        }
        return first + second + (third + fourth);
    }
}
