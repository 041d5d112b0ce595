package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Report;
import io.dynafuse.evaluation.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What came of an experiment, in writing: every cell, whether it differs from the printed one or not. CSV has a row a cell. */
public record ReproductionReport(Reproduction reproduction) implements Report {
    private static final List<String> HEADS = List.of(
            "experiment",
            "row",
            "variant",
            "metric",
            "direction",
            "ours",
            "scenes",
            "paper row",
            "paper",
            "difference",
            "doubt",
            "absent",
            "baseline",
            "control",
            "change",
            "paper change",
            "moves as published",
            "scenes as published",
            "scenes against",
            "change doubt");

    // What every such report begins with.
    private static final String CSV_START = String.join(",", HEADS.subList(0, 3)) + ",";
    private static final Pattern JSON_START = Pattern.compile("\\{\\s*\"experiment\"\\s*:");

    /**
     * Whether a file holds such a report in any format, or nothing.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isReport(Path file) throws IOException {
        return Report.isEmptyOr(
                start -> start.startsWith(ReproductionTable.START)
                        || start.startsWith(CSV_START)
                        || JSON_START.matcher(start).lookingAt(),
                file);
    }

    @Override
    public List<String> lines() {
        return ReproductionTable.lines(reproduction);
    }

    @Override
    public Object content() {
        return ReproductionJson.of(reproduction);
    }

    @Override
    public Table rows() {
        Table.Builder rows = Table.of("", 0, HEADS);
        for (Reproduction.Row row : reproduction.rows()) {
            for (int i = 0; i < row.cells().size(); i++) {
                Reproduction.Column column = reproduction.columns().get(i);
                Reproduction.Cell cell = row.cells().get(i);
                rows.row(
                        List.of(reproduction.experiment().id(), row.label(), row.variant(), column.label()),
                        List.of(column.direction().words(), cell.ours(), cell.counted()),
                        List.of(row.method().orElse(""), cell.publishedValue(), cell.difference()),
                        List.of(
                                cell.doubt().orElse(""),
                                row.absent().orElse(""),
                                row.baseline().orElse("")),
                        row.contrast(),
                        moved(cell, Movement::change),
                        moved(cell, Movement::publishedChange),
                        moved(cell, movement -> movement.verdict().word()),
                        moved(cell, Movement::along),
                        moved(cell, Movement::against),
                        cell.movement().flatMap(Movement::doubt).orElse(""));
            }
        }
        return rows.build();
    }

    private static Object moved(Reproduction.Cell cell, Function<Movement, Object> fact) {
        Optional<Object> found = cell.movement().map(fact);
        return found.orElse("");
    }
}
