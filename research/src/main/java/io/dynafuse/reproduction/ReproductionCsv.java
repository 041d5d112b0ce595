package io.dynafuse.reproduction;

import io.dynafuse.evaluation.CsvText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A row a cell, with all that is known of it. */
final class ReproductionCsv {
    /** What every such report begins with. */
    static final String START = "experiment,row,variant,";

    private static final List<String> COLUMNS = List.of(
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

    private ReproductionCsv() {}

    static String write(Reproduction reproduction) throws IOException {
        return CsvText.of(COLUMNS, printer -> {
            for (ReproducedRow row : reproduction.rows()) {
                for (int i = 0; i < row.cells().size(); i++) {
                    print(printer, reproduction, row, i);
                }
            }
        });
    }

    private static void print(CsvText.Row printer, Reproduction reproduction, ReproducedRow row, int index)
            throws IOException {
        ReproducedColumn column = reproduction.columns().get(index);
        ReproducedCell cell = row.cells().get(index);
        Optional<Movement> movement = cell.movement();
        printer.printRecord(
                reproduction.experiment().id(),
                row.label(),
                row.variant(),
                column.label(),
                column.direction().words(),
                text(cell.ours()),
                cell.counted(),
                row.method().orElse(""),
                text(cell.publishedValue()),
                text(cell.difference()),
                cell.published().flatMap(PublishedCell::doubt).orElse(""),
                row.absent().orElse(""),
                row.baseline().orElse(""),
                row.contrast(),
                movement.map(Movement::change).map(ReproductionCsv::text).orElse(""),
                movement.map(Movement::publishedChange)
                        .map(ReproductionCsv::text)
                        .orElse(""),
                movement.map(moved -> word(moved.verdict())).orElse(""),
                movement.map(moved -> Integer.toString(moved.along())).orElse(""),
                movement.map(moved -> Integer.toString(moved.against())).orElse(""),
                movement.flatMap(Movement::doubt).orElse(""));
    }

    /** A verdict as programs read it. */
    static String word(Movement.Verdict verdict) {
        return switch (verdict) {
            case ALONG -> "yes";
            case AGAINST -> "no";
            case UNCHANGED -> "unchanged";
            case NOTHING_TO_SAY -> "";
        };
    }

    private static String text(OptionalDouble number) {
        return number.isPresent() ? Double.toString(number.getAsDouble()) : "";
    }
}
