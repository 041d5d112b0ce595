package io.dynafuse.evaluation.report;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What stands in a table.
 *
 * @param text as people read it
 * @param value the number in full, where it is one
 */
public record StudyCell(String text, OptionalDouble value) {
    /** Words. */
    public static StudyCell of(String text) {
        return new StudyCell(text, OptionalDouble.empty());
    }

    /** A number, shown with so many decimals; NaN, for what could not be computed, is shown as a dash. */
    public static StudyCell of(double value, int decimals) {
        if (Double.isNaN(value)) {
            return of("-");
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        // Rounding leaves a sign to what is shown as nothing.
        boolean nothing = text.startsWith("-") && text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return new StudyCell(nothing ? text.substring(1) : text, OptionalDouble.of(value));
    }

    /** A number of things, such as {@code 1 scene} or {@code 2 scenes}. */
    public static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
