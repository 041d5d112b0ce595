package io.dynafuse.reproduction;

import io.dynafuse.evaluation.table.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** A reproduction for people: for every row our numbers, the paper's and the difference, and which improvements come out. */
final class ReproductionTable {
    /** What every such report begins with. */
    static final String START = "reproduction of ";

    private static final String NONE = "-";
    private static final String DOUBTFUL = "?";

    private final Reproduction reproduction;
    private final List<String> lines = new ArrayList<>();

    private ReproductionTable(Reproduction reproduction) {
        this.reproduction = reproduction;
    }

    static List<String> lines(Reproduction reproduction) {
        ReproductionTable table = new ReproductionTable(reproduction);
        table.heading();
        if (reproduction.scenes().isEmpty() && !isCounted(reproduction)) {
            table.nothing();
            table.failures();
        } else {
            table.cells();
            table.doubts();
            table.failures();
            table.summary();
        }
        return table.lines;
    }

    private void heading() {
        add(START + reproduction.experiment().id() + ": "
                + reproduction.experiment().title());
        if (isCounted(reproduction)) {
            reproduction.conventions().forEach(this::add);
            lines.add("");
            reproduction.remarks().forEach(this::add);
            lines.add("");
            return;
        }
        add("data " + reproduction.dataset() + ": " + scenes()
                + (reproduction.failed().isEmpty()
                        ? ""
                        : ", " + reproduction.failed().size() + " more that failed"));
        add("network " + reproduction.network() + ", checkpoint " + reproduction.weights());
        reproduction.conventions().forEach(this::add);
        lines.add("");
        reproduction.remarks().forEach(this::add);
        lines.add("");
    }

    /** Nothing of our own to hold against the paper's. */
    private static boolean isCounted(Reproduction reproduction) {
        return reproduction.experiment() instanceof CountedExperiment;
    }

    private void nothing() {
        add("No scene could be fused and measured, so that there is no table.");
        lines.add("");
    }

    private String scenes() {
        int count = reproduction.scenes().size();
        return count + (count == 1 ? " scene" : " scenes");
    }

    private void cells() {
        Table.Builder table = Table.of(
                "",
                1,
                "",
                reproduction.columns().stream()
                        .map(column -> column.label() + " " + column.direction().arrow())
                        .toList());
        for (Reproduction.Row row : reproduction.rows()) {
            List<Reproduction.Cell> cells = row.cells();
            table.heading(heading(row));
            if (row.absent().isEmpty()) {
                table.row("  ours", each(row, cell -> number(cell.ours())));
            }
            if (cells.stream().anyMatch(cell -> cell.published().isPresent())) {
                table.row("  paper", each(row, ReproductionTable::published));
            }
            if (cells.stream().anyMatch(cell -> cell.difference().isPresent())) {
                table.row("  difference", each(row, cell -> change(cell.difference())));
            }
            if (row.baseline().isPresent() && row.absent().isEmpty()) {
                movements(table, row);
            }
        }
        lines.addAll(table.build().lines());
        lines.add("");
        if (reproduction.rows().stream().anyMatch(row -> row.baseline().isPresent())) {
            add("as published: whether the mean moves as the paper has it (same: by less than "
                    + BigDecimal.valueOf(Movement.VISIBLE).stripTrailingZeros().toPlainString()
                    + "), and on how many of "
                    + scenes() + " it does.");
        }
    }

    private static String heading(Reproduction.Row row) {
        String heading = row.label()
                + row.method().map(method -> " (paper: " + method + ")").orElse("");
        if (row.absent().isPresent()) {
            return heading + ": " + row.absent().get();
        }
        return heading
                + row.baseline().map(baseline -> ", against " + baseline).orElse("")
                + (row.contrast() ? "; a control, which should not move as published" : "");
    }

    private static void movements(Table.Builder table, Reproduction.Row row) {
        table.row("  change", moved(row, movement -> change(movement.change())));
        if (row.cells().stream()
                .flatMap(cell -> cell.movement().stream())
                .anyMatch(movement -> movement.publishedChange().isPresent())) {
            table.row(
                    "  paper's change",
                    moved(
                            row,
                            movement -> signed(movement.publishedChange())
                                    + (movement.doubt().isPresent() ? DOUBTFUL : "")));
        }
        table.row("  as published", moved(row, ReproductionTable::verdict));
    }

    private static List<String> moved(Reproduction.Row row, Function<Movement, String> text) {
        return each(row, cell -> cell.movement().map(text).orElse(NONE));
    }

    private static String verdict(Movement movement) {
        return switch (movement.verdict()) {
            case ALONG -> "yes " + movement.along();
            case AGAINST -> "no " + movement.along();
            case UNCHANGED -> "same " + movement.along();
            case NOTHING_TO_SAY -> NONE;
        };
    }

    private static String published(Reproduction.Cell cell) {
        return plain(cell.publishedValue()) + (cell.doubt().isPresent() ? DOUBTFUL : "");
    }

    /** Why printed numbers are doubtful, each reason once. */
    private void doubts() {
        Map<String, Set<String>> cells = new LinkedHashMap<>();
        for (Reproduction.Row row : reproduction.rows()) {
            for (int i = 0; i < row.cells().size(); i++) {
                Reproduction.Cell cell = row.cells().get(i);
                String place = row.method().orElse(row.label()) + ", "
                        + reproduction.columns().get(i).label();
                cell.doubt().ifPresent(doubt -> put(cells, doubt, place));
                cell.movement().flatMap(Movement::doubt).ifPresent(doubt -> put(cells, doubt, place + " (change)"));
            }
        }
        long printed = reproduction.rows().stream()
                .flatMap(row -> row.cells().stream())
                .filter(cell -> cell.published().isPresent())
                .count();
        cells.forEach((doubt, places) -> add("doubtful in print (" + DOUBTFUL + "): "
                + (places.size() == printed && printed > 1 ? "every cell" : String.join("; ", places)) + ": " + doubt
                + "."));
    }

    private static void put(Map<String, Set<String>> cells, String doubt, String place) {
        cells.computeIfAbsent(doubt, reason -> new LinkedHashSet<>()).add(place);
    }

    private void failures() {
        reproduction.failed().forEach(failed -> lines.add(failed.scene() + ": in no mean: " + failed.reason()));
    }

    /** How many published improvements come out, row by row. */
    private void summary() {
        List<Reproduction.Row> rows = reproduction.rows().stream()
                .filter(row -> row.baseline().isPresent() && row.absent().isEmpty())
                .toList();
        if (!rows.isEmpty()) {
            lines.add("");
            Table.Builder table =
                    Table.of("", 1, "of the metrics that the paper says move", "as published", "against", "same");
            rows.forEach(row -> table.row(
                    row.label() + (row.contrast() ? " (a control: against)" : ""),
                    count(row, Movement.Verdict.ALONG),
                    count(row, Movement.Verdict.AGAINST),
                    count(row, Movement.Verdict.UNCHANGED)));
            lines.addAll(table.build().lines());
        }
    }

    private static long count(Reproduction.Row row, Movement.Verdict verdict) {
        return row.cells().stream()
                .flatMap(cell -> cell.movement().stream())
                .filter(movement -> movement.verdict() == verdict)
                .count();
    }

    private static List<String> each(Reproduction.Row row, Function<Reproduction.Cell, String> text) {
        return row.cells().stream().map(text).toList();
    }

    private void add(String sentence) {
        lines.addAll(Table.wrapped(sentence));
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : NONE;
    }

    private static String change(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%+.4f", value.getAsDouble()) : NONE;
    }

    /** As printed, as far as that is known. */
    private static String plain(OptionalDouble value) {
        return value.isPresent() ? BigDecimal.valueOf(value.getAsDouble()).toPlainString() : NONE;
    }

    private static String signed(OptionalDouble value) {
        return (value.orElse(0) > 0 ? "+" : "") + plain(value);
    }
}
