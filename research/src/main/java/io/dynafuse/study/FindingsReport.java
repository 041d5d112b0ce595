package io.dynafuse.study;

import io.dynafuse.evaluation.Report;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Findings in writing.
 *
 * @param kind of question
 * @param id of the question among others of its kind
 * @param question in one line
 */
public record FindingsReport(String kind, String id, String question, Findings findings) implements Report {
    private static final String SCAN = "scan";
    private static final String DETECTION = "detection";
    private static final String CSV_START = "table,row,column,value";
    private static final Pattern JSON_START = Pattern.compile("\\s*\\{\\s*\"(study|compare|scan|detection)\"");

    /** What a study found. */
    public static FindingsReport of(Study study, Findings findings) {
        return new FindingsReport("study", study.id(), study.question(), findings);
    }

    /** What a comparison of weights found. */
    public static FindingsReport ofWeights(Findings findings) {
        return new FindingsReport("compare", "weights", "which of these checkpoints fuses better?", findings);
    }

    /** What a scan of definitions found. */
    public static FindingsReport ofScan(String id, String question, Findings findings) {
        return new FindingsReport(SCAN, id, question, findings);
    }

    /** What a detector found. */
    public static FindingsReport ofDetection(String id, String question, Findings findings) {
        return new FindingsReport(DETECTION, id, question, findings);
    }

    /**
     * Whether a file holds findings in any format, or nothing.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isReport(Path file) throws IOException {
        Findings none = Findings.nothing(List.of());
        List<String> starts = Stream.concat(
                        Studies.all().stream().map(study -> of(study, none)), Stream.of(ofWeights(none)))
                .map(FindingsReport::start)
                .toList();
        return Report.isEmptyOr(
                start -> start.startsWith(CSV_START)
                        || start.startsWith(SCAN + " ")
                        || start.startsWith(DETECTION + " ")
                        || JSON_START.matcher(start).lookingAt()
                        || starts.stream().anyMatch(start::startsWith),
                file);
    }

    private String start() {
        return kind + " " + id;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(Table.wrapped(start() + ": " + question));
        lines.add("");
        for (Table table : findings.tables()) {
            lines.addAll(Table.wrapped(table.title()));
            lines.add("");
            lines.addAll(table.lines());
            lines.add("");
        }
        findings.remarks().forEach(remark -> lines.addAll(Table.wrapped(remark)));
        return lines;
    }

    @Override
    public Table rows() {
        return Table.numbers(findings.tables());
    }

    @Override
    public Object content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(kind, id);
        content.put("question", question);
        content.put("tables", findings.tables());
        content.put("remarks", findings.remarks());
        content.put("failures", findings.failures());
        return content;
    }
}
