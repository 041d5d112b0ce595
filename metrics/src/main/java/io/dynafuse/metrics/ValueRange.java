package io.dynafuse.metrics;

import java.util.Locale;

/**
 * The scores that a metric can give, ends included.
 *
 * @param lowest the lowest score, or negative infinity
 * @param highest the highest score, or infinity
 */
public record ValueRange(double lowest, double highest) {
    /** @throws IllegalArgumentException if the ends are not numbers in order */
    public ValueRange {
        if (!(lowest <= highest)) {
            throw new IllegalArgumentException("expected the lower end first, found " + lowest + " and " + highest);
        }
    }

    /** Whether the score lies in the range, up to rounding. */
    public boolean contains(double score) {
        return score >= lowest - 1e-9 && score <= highest + 1e-9;
    }

    @Override
    public String toString() {
        return end(lowest) + " to " + end(highest);
    }

    private static String end(double value) {
        if (Double.isInfinite(value)) {
            return value < 0 ? "−∞" : "∞";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value);
    }
}
