package io.dynafuse.evaluation;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Tables as RFC 4180 has them, but for lines that end in a single line feed. */
public final class CsvText {
    private CsvText() {}

    /** Prints what stands below the heads. */
    @FunctionalInterface
    public interface Rows {
        /** @throws IOException if a row cannot be printed */
        void print(CSVPrinter printer) throws IOException;
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
                .setHeader(columns.toArray(String[]::new))
                .setRecordSeparator('\n')
                .get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            rows.print(printer);
        }
        return text.toString();
    }
}
