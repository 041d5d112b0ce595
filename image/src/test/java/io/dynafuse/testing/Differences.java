package io.dynafuse.testing;

/** How far arrays are from each other. */
public final class Differences {
    private Differences() {}

    /** The largest absolute difference of two arrays of one length; NaN if there is one in either. */
    public static double largest(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError("expected " + expected.length + " values, found " + actual.length);
        }
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            // Unlike a comparison, this keeps NaN.
            largest = Math.max(largest, Math.abs((double) expected[i] - actual[i]));
        }
        return largest;
    }
}
