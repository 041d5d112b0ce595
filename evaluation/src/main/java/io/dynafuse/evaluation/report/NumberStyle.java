package io.dynafuse.evaluation.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * How the scores of one measure are printed: all alike, so that they can be compared at a glance.
 *
 * @param decimals behind the point
 * @param exponential whether they are too small or too large to be printed plainly
 */
record NumberStyle(int decimals, boolean exponential) {
    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e7;
    private static final int DIGITS = 5;
    private static final int MOST_DECIMALS = 4;
    private static final String NONE = "–";

    /** For numbers of these sizes; infinite ones do not count. */
    static NumberStyle of(DoubleStream numbers) {
        double largest = numbers.filter(Double::isFinite).map(Math::abs).max().orElse(0);
        if (largest != 0 && (largest < SMALLEST_PLAIN || largest >= LARGEST_PLAIN)) {
            return new NumberStyle(MOST_DECIMALS, true);
        }
        int whole = largest < 1 ? 1 : (int) Math.floor(Math.log10(largest)) + 1;
        return new NumberStyle(Math.min(Math.max(DIGITS - whole, 1), MOST_DECIMALS), false);
    }

    String text(double number) {
        if (Double.isInfinite(number)) {
            return number < 0 ? "−∞" : "∞";
        }
        String size = size(number);
        return number < 0 && !isZero(size) ? "−" + size : size;
    }

    String text(OptionalDouble number) {
        return number.isPresent() ? text(number.getAsDouble()) : NONE;
    }

    /** The size of a difference, in two digits if it would else look like nothing. */
    String difference(double number) {
        String size = size(number);
        return number != 0 && isZero(size) ? String.format(Locale.ROOT, "%.1e", Math.abs(number)) : size;
    }

    private String size(double number) {
        return String.format(Locale.ROOT, "%." + decimals + (exponential ? "e" : "f"), Math.abs(number));
    }

    private static boolean isZero(String size) {
        return size.chars().allMatch(character -> character == '0' || character == '.');
    }
}
