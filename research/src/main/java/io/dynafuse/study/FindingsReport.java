package io.dynafuse.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynafuse.evaluation.CsvText;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.TextTable;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.report.StudyCell;
import io.dynafuse.evaluation.report.StudyTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Findings in writing. */
public final class FindingsReport {
    private static final List<String> CSV_HEADS = List.of("table", "row", "column", "value");
    private static final String CSV_START = String.join(",", CSV_HEADS);
    private static final Pattern JSON_START = Pattern.compile("\\s*\\{\\s*\"(study|compare)\"");
    private static final int LONGEST_START = 1 << 10;

    /**
     * What was asked.
     *
     * @param kind of question
     * @param id of the question among others of its kind
     * @param question in one line
     */
    private record Asked(String kind, String id, String question) {
        static final Asked OF_WEIGHTS = new Asked("compare", "weights", "which of these checkpoints fuses better?");

        static Asked of(Study study) {
            return new Asked("study", study.id(), study.question());
        }

        String start() {
            return kind + " " + id;
        }
    }

    private FindingsReport() {}

    /**
     * The findings of a study in a format, the last line ended.
     *
     * @throws IOException if they cannot be put into words
     */
    public static String write(Study study, Findings findings, ReportFormat format) throws IOException {
        return write(Asked.of(study), findings, format);
    }

    /**
     * What a comparison of weights found, in a format, the last line ended.
     *
     * @throws IOException if it cannot be put into words
     */
    public static String ofWeights(Findings findings, ReportFormat format) throws IOException {
        return write(Asked.OF_WEIGHTS, findings, format);
    }

    private static String write(Asked asked, Findings findings, ReportFormat format) throws IOException {
        return switch (format) {
            case TABLE -> text(asked, findings);
            case CSV -> csv(findings);
            case JSON -> json(asked, findings);
        };
    }

    /**
     * Whether a file holds findings in any format, or nothing.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isReport(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(LONGEST_START), StandardCharsets.UTF_8);
            return start.isEmpty()
                    || start.startsWith(CSV_START)
                    || JSON_START.matcher(start).lookingAt()
                    || Stream.concat(Studies.all().stream().map(Asked::of), Stream.of(Asked.OF_WEIGHTS))
                            .anyMatch(asked -> start.startsWith(asked.start()));
        }
    }

    private static String text(Asked asked, Findings findings) {
        List<String> lines = new ArrayList<>(TextTable.wrapped(asked.start() + ": " + asked.question()));
        lines.add("");
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
    private static String csv(Findings findings) throws IOException {
        return CsvText.of(CSV_HEADS, printer -> {
            for (StudyTable table : findings.tables()) {
                print(printer, table);
            }
        });
    }

    private static void print(CsvText.Row printer, StudyTable table) throws IOException {
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

    private static String json(Asked asked, Findings findings) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put(asked.kind(), asked.id());
        root.put("question", asked.question());
        ArrayNode tables = root.putArray("tables");
        findings.tables().forEach(table -> addTo(tables.addObject(), table));
        findings.remarks().forEach(root.putArray("remarks")::add);
        findings.failures().forEach(root.putArray("failures")::add);
        return mapper.writeValueAsString(root) + "\n";
    }

    private static void addTo(ObjectNode node, StudyTable table) {
        node.put("title", table.title());
        table.heads().forEach(node.putArray("heads")::add);
        ArrayNode rows = node.putArray("rows");
        for (List<StudyCell> row : table.rows()) {
            ArrayNode cells = rows.addArray();
            row.forEach(cell -> cell.value().ifPresentOrElse(cells::add, () -> cells.add(cell.text())));
        }
    }
}
