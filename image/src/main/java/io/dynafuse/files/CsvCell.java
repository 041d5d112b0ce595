package io.dynafuse.files;

import java.util.regex.Pattern;

/**
 * A cell of a CSV file that may be opened in a spreadsheet, which would run text that begins like a formula: such text gets a leading
 * apostrophe, which spreadsheets take as the mark of text (OWASP, CSV injection). Numbers stay as they are.
 */
public final class CsvCell {
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n＝＋－＠]");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?|[+-]?(Infinity|NaN)");

    private CsvCell() {}

    /** The text of a cell, safe to write; the caller quotes it where the format needs that. */
    public static String of(Object value) {
        String text = String.valueOf(value);
        return FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }
}
