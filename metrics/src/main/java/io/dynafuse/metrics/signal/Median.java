package io.dynafuse.metrics.signal;

import java.util.Arrays;

/** The median by counting, in two passes over the values and a sort of few of them. */
final class Median {
    /** Leaves sign, exponent and four bits of the mantissa: sixteen bins an octave. */
    private static final int SHIFT = 48;

    private Median() {}

    /** The median of numbers none of which is negative or NaN; of an even number, the mean of the middle two. */
    static double ofNonNegative(double[] values) {
        int[] counts = new int[1 << (Double.SIZE - 1 - SHIFT)];
        for (double value : values) {
            counts[bin(value)]++;
        }
        int lower = (values.length - 1) / 2;
        int upper = values.length / 2;
        int firstBin = 0;
        int before = 0;
        while (before + counts[firstBin] <= lower) {
            before += counts[firstBin++];
        }
        int lastBin = firstBin;
        int through = before + counts[firstBin];
        while (through <= upper) {
            through += counts[++lastBin];
        }
        double[] middle = new double[through - before];
        int found = 0;
        for (double value : values) {
            int bin = bin(value);
            if (bin >= firstBin && bin <= lastBin) {
                middle[found++] = value;
            }
        }
        Arrays.sort(middle);
        return (middle[lower - before] + middle[upper - before]) / 2;
    }

    private static int bin(double value) {
        return (int) (Double.doubleToRawLongBits(value) >>> SHIFT);
    }
}
