package io.dynafuse.reproduction;

import io.dynafuse.metrics.Direction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One printed table, or a chart with its numbers.
 *
 * @param figure whether it is one of the paper's figures
 * @param number as the paper counts its tables or figures, from 1
 * @param cells in the order of the rows
 * @param improvements the rows of differences, where the table has such
 */
public record PublishedTable(
        Paper paper, boolean figure, int number, List<Cell> cells, List<Improvement> improvements) {
    public PublishedTable {
        cells = List.copyOf(cells);
        improvements = List.copyOf(improvements);
    }

    /** Paper and number, such as {@code TTD, Table 3}. */
    public String label() {
        return paper.id() + (figure ? ", Figure " : ", Table ") + number;
    }

    /** The cell of a method and metric on a dataset, if the table has it. */
    public Optional<Cell> cell(String dataset, String method, String metric) {
        return cells.stream()
                .filter(cell -> cell.dataset().equals(dataset)
                        && cell.method().equals(method)
                        && cell.metric().equals(metric))
                .findFirst();
    }

    /** The rows on a dataset that are of networks known here, in the printed order. */
    Map<NetworkFamily, Row> ofNetworks(String dataset) {
        Map<NetworkFamily, Row> rows = new LinkedHashMap<>();
        cells.stream()
                .filter(cell -> cell.dataset().equals(dataset))
                .map(Cell::method)
                .distinct()
                .forEach(method -> NetworkFamily.ofMethod(method)
                        .ifPresent(family -> rows.put(family, new Row(this, dataset, method))));
        return Collections.unmodifiableMap(rows);
    }

    /** The improvement of a row over another by a metric, if the table prints it. */
    public Optional<Improvement> improvement(String dataset, String improved, String baseline, String metric) {
        return improvements.stream()
                .filter(improvement -> improvement.dataset().equals(dataset)
                        && improvement.improved().equals(improved)
                        && improvement.baseline().equals(baseline)
                        && improvement.metric().equals(metric))
                .findFirst();
    }

    /**
     * One printed number.
     *
     * @param dataset on which images, such as {@code LLVIP}; empty if the table is of none
     * @param method the row
     * @param metric the head of the column as printed, for numbers that are no metric in words, such as {@code seconds static}
     * @param value what is printed; empty if the paper prints no number there
     * @param doubt why the number should not be trusted, if there is a reason
     */
    public record Cell(String dataset, String method, String metric, OptionalDouble value, Optional<String> doubt) {}

    /**
     * What a paper prints as the improvement of one row over another.
     *
     * @param better the printed mark: an upward triangle stands for better, whatever the direction of the metric, a downward one for worse
     * @param change the printed size of the change, never negative
     * @param doubt why mark or change should not be trusted, if there is a reason
     */
    public record Improvement(
            String dataset,
            String baseline,
            String improved,
            String metric,
            boolean better,
            double change,
            Optional<String> doubt) {
        private static final double ROUNDING = 1e-6;

        /** Whether size and mark are those of the change between the two printed rows. */
        boolean agrees(double changeOfRows, Direction direction) {
            return Math.abs(Math.abs(changeOfRows) - change) < ROUNDING
                    && (change < ROUNDING || better == direction.merit(changeOfRows) > 0);
        }
    }

    /** The row of a method on a dataset in a printed table. */
    public record Row(PublishedTable table, String dataset, String method) {
        /** The cell under the head of a column, if the table has it. */
        public Optional<Cell> cell(String metric) {
            return table.cell(dataset, method, metric);
        }
    }
}
