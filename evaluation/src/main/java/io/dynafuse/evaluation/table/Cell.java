package io.dynafuse.evaluation.table;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What stands in a table.
 *
 * @param text as people read it
 * @param value the number in full, where it is one
 */
public record Cell(String text, OptionalDouble value) {
    /** Words. */
    public static Cell of(String text) {
        return new Cell(text, OptionalDouble.empty());
    }

    /** A number, shown with so many decimals; NaN, for what could not be computed, is shown as a dash. */
    public static Cell of(double value, int decimals) {
        if (Double.isNaN(value)) {
            return of("-");
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        // Rounding leaves a sign to what is shown as nothing.
        boolean nothing = text.startsWith("-") && text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return new Cell(nothing ? text.substring(1) : text, OptionalDouble.of(value));
    }

    /** The number where it is one, otherwise the text. */
    @JsonValue
    Object content() {
        return value.isPresent() ? (Object) value.getAsDouble() : text;
    }
}
