package io.dynafuse.evaluation;

import io.dynafuse.files.CsvCell;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Tables as RFC 4180 has them, but for lines that end in a single line feed, and for text that a spreadsheet would run as a formula: it
 * has an apostrophe before it, as {@link CsvCell} says.
 */
public final class CsvText {
    private CsvText() {}

    /** Prints what stands below the heads. */
    @FunctionalInterface
    public interface Rows {
        /** @throws IOException if a row cannot be printed */
        void print(Row printer) throws IOException;
    }

    /** Prints one row. */
    @FunctionalInterface
    public interface Row {
        /** @throws IOException if it cannot be printed */
        void printRecord(Object... cells) throws IOException;
    }

    /**
     * The table.
     *
     * @param columns the heads
     * @throws IOException if a row cannot be printed
     */
    public static String of(List<String> columns, Rows rows) throws IOException {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(columns.stream().map(CsvCell::of).toArray(String[]::new))
                .setRecordSeparator('\n')
                .get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            rows.print(cells ->
                    printer.printRecord(Arrays.stream(cells).map(CsvCell::of).toList()));
        }
        return text.toString();
    }
}
