package io.dynafuse.reproduction;

import io.dynafuse.data.FailedScene;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of an experiment.
 *
 * @param dataset where the images came from
 * @param network the id of the network that ran
 * @param weights what people call its checkpoint
 * @param conventions how numbers were made, a sentence each
 * @param scenes the scenes that count, by name
 * @param failed the scenes that do not
 * @param remarks what to know before comparing, a sentence each
 */
public record Reproduction(
        Experiment experiment,
        Path dataset,
        String network,
        String weights,
        List<String> conventions,
        List<Column> columns,
        List<Row> rows,
        List<String> scenes,
        List<FailedScene> failed,
        List<String> remarks) {
    public Reproduction {
        conventions = List.copyOf(conventions);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        scenes = List.copyOf(scenes);
        failed = List.copyOf(failed);
        remarks = List.copyOf(remarks);
    }

    /**
     * A column of a reproduction.
     *
     * @param label the metric or quantity, with the printed head where that is another
     */
    public record Column(String label, Direction direction) {}

    /**
     * One row made again.
     *
     * @param variant what was run
     * @param method the printed row it is held against, if there is one
     * @param baseline the label of the row it is compared with, where the paper makes a claim
     * @param contrast whether it is a control, which the paper says moves the other way
     * @param cells one a column
     * @param absent why nothing was measured, if so
     */
    public record Row(
            String label,
            String variant,
            Optional<String> method,
            Optional<String> baseline,
            boolean contrast,
            List<Cell> cells,
            Optional<String> absent) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * One number made again.
     *
     * @param scores of the scenes, in their order; none if the row was not run
     * @param ours the mean over the scenes that have a number; empty if there is none
     * @param published what is printed there, if the cell is in a printed table
     * @param movement how it differs from a baseline, where the paper says something about that
     */
    public record Cell(
            List<Score> scores,
            OptionalDouble ours,
            Optional<PublishedTable.Cell> published,
            Optional<Movement> movement) {
        public Cell {
            scores = List.copyOf(scores);
        }

        /** The printed number. */
        public OptionalDouble publishedValue() {
            return published.map(PublishedTable.Cell::value).orElseGet(OptionalDouble::empty);
        }

        /** Why the printed number should not be trusted, if there is a reason. */
        Optional<String> doubt() {
            return published.flatMap(PublishedTable.Cell::doubt);
        }

        /** Ours minus the printed one; empty where either is missing. */
        public OptionalDouble difference() {
            OptionalDouble printed = publishedValue();
            return ours.isPresent() && printed.isPresent()
                    ? OptionalDouble.of(ours.getAsDouble() - printed.getAsDouble())
                    : OptionalDouble.empty();
        }

        /** How many scenes have a number. */
        public int counted() {
            return (int) scores.stream()
                    .filter(score -> score.toOptional().isPresent())
                    .count();
        }
    }
}
