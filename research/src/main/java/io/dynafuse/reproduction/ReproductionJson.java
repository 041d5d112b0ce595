package io.dynafuse.reproduction;

import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Everything that was found, the scores of every scene too, for programs. */
record ReproductionJson(
        String experiment,
        String title,
        String data,
        String network,
        String weights,
        List<String> conventions,
        List<String> remarks,
        List<String> scenes,
        List<Failed> failed,
        List<Row> rows) {

    record Failed(String scene, String reason) {}

    record Row(
            String row,
            String variant,
            Optional<String> paperRow,
            Optional<String> baseline,
            boolean control,
            Optional<String> absent,
            List<Cell> cells) {}

    record Cell(
            String metric,
            String direction,
            OptionalDouble ours,
            OptionalDouble paper,
            OptionalDouble difference,
            Optional<String> doubt,
            List<Object> scores,
            Optional<Moved> movement) {}

    /** The three in the middle stand together, where there is something to say. */
    record Moved(
            OptionalDouble change,
            OptionalDouble paperChange,
            Optional<String> movesAsPublished,
            OptionalInt scenesAsPublished,
            OptionalInt scenesAgainst,
            int scenes,
            Optional<String> doubt) {}

    static ReproductionJson of(Reproduction of) {
        return new ReproductionJson(
                of.experiment().id(),
                of.experiment().title(),
                of.dataset().toString(),
                of.network(),
                of.weights(),
                of.conventions(),
                of.remarks(),
                of.scenes(),
                of.failed().stream()
                        .map(failed -> new Failed(failed.scene(), failed.reason()))
                        .toList(),
                of.rows().stream().map(row -> row(of.columns(), row)).toList());
    }

    private static Row row(List<Reproduction.Column> columns, Reproduction.Row row) {
        return new Row(
                row.label(),
                row.variant(),
                row.method(),
                row.baseline(),
                row.contrast(),
                row.absent(),
                IntStream.range(0, row.cells().size())
                        .mapToObj(i -> cell(columns.get(i), row.cells().get(i)))
                        .toList());
    }

    private static Cell cell(Reproduction.Column column, Reproduction.Cell cell) {
        return new Cell(
                column.label(),
                column.direction().words(),
                cell.ours(),
                cell.publishedValue(),
                cell.difference(),
                cell.doubt(),
                cell.scores().stream().map(ReproductionJson::score).toList(),
                cell.movement().map(ReproductionJson::movement));
    }

    private static Moved movement(Movement movement) {
        boolean speaks = movement.verdict() != Movement.Verdict.NOTHING_TO_SAY;
        return new Moved(
                movement.change(),
                movement.publishedChange(),
                speaks ? Optional.of(movement.verdict().word()) : Optional.empty(),
                speaks ? OptionalInt.of(movement.along()) : OptionalInt.empty(),
                speaks ? OptionalInt.of(movement.against()) : OptionalInt.empty(),
                movement.scenes(),
                movement.doubt());
    }

    private static Object score(Score score) {
        return score instanceof Score.Undefined undefined
                ? Map.of("undefined", undefined.reason())
                : score.toOptional();
    }
}
