package io.dynafuse.metrics.signal;

/**
 * The logarithm to base 2 for sums of very many terms x log x: several times as fast as {@link Math#log}, with an error below 1e-15 times
 * its value, or below 1e-15 if that is smaller than 1. The sign of its argument is ignored, and at zero it is finite, so that 0 log 0 is 0
 * without a branch.
 */
public final class BinaryLogarithm {
    private static final int SLOT_BITS = 9;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_MASK = 0x7FF;
    private static final int EXPONENT_OF_ONE = 1023;
    private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
    private static final long ONE = Double.doubleToRawLongBits(1.0);

    /** The reciprocal of the middle of each slot of the interval from 1 to 2, and its logarithm, alternating. */
    private static final double[] MIDDLES = middles();

    private static final double FIRST = 1 / Math.log(2);
    private static final double SECOND = -FIRST / 2;
    private static final double THIRD = FIRST / 3;
    private static final double FOURTH = -FIRST / 4;

    private BinaryLogarithm() {}

    private static double[] middles() {
        double[] middles = new double[2 * SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            double reciprocal = 1 / (1 + (slot + 0.5) / SLOTS);
            middles[2 * slot] = reciprocal;
            middles[2 * slot + 1] = -Math.log(reciprocal) / Math.log(2);
        }
        return middles;
    }

    /** The logarithm of the absolute value of a normal number; about -1023 for zero. */
    public static double of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int slot = 2 * ((int) (bits >>> (MANTISSA_BITS - SLOT_BITS)) & (SLOTS - 1));
        int exponent = ((int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK) - EXPONENT_OF_ONE;
        // At most 2^-10 from zero, where four terms of the series are exact to the last digit.
        double rest = Double.longBitsToDouble(bits & MANTISSA_MASK | ONE) * MIDDLES[slot] - 1;
        double series = rest * (FIRST + rest * (SECOND + rest * (THIRD + rest * FOURTH)));
        return exponent + MIDDLES[slot + 1] + series;
    }
}
