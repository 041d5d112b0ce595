package io.dynafuse.evaluation.study;

import io.dynafuse.evaluation.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Findings in writing. */
public final class FindingsReport {
    private FindingsReport() {}

    /** Tables and remarks as plain text, its last line ended. */
    public static String text(Findings findings) {
        List<String> lines = new ArrayList<>();
        for (StudyTable table : findings.tables()) {
            lines.addAll(TextTable.wrapped(table.title()));
            lines.add("");
            lines.addAll(lines(table));
            lines.add("");
        }
        findings.remarks().forEach(remark -> lines.addAll(TextTable.wrapped(remark)));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> lines(StudyTable table) {
        TextTable text = new TextTable(table.heads(), table.leading());
        table.rows().forEach(row -> text.add(row.stream().map(StudyCell::text).toList()));
        return text.lines();
    }

    /** Every number in full: a line for every cell of every table that holds one. */
    public static String csv(Findings findings) throws IOException {
        StringBuilder csv = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(
                csv,
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader("table", "row", "column", "value")
                        .get())) {
            for (StudyTable table : findings.tables()) {
                print(printer, table);
            }
        }
        return csv.toString();
    }

    private static void print(CSVPrinter printer, StudyTable table) throws IOException {
        for (List<StudyCell> row : table.rows()) {
            String name = String.join(
                    " / ",
                    row.subList(0, table.leading()).stream()
                            .map(StudyCell::text)
                            .toList());
            for (int column = table.leading(); column < row.size(); column++) {
                if (row.get(column).value().isPresent()) {
                    printer.printRecord(
                            table.title(),
                            name,
                            table.heads().get(column),
                            row.get(column).value().getAsDouble());
                }
            }
        }
    }
}
