package io.dynafuse.reproduction;

import java.util.List;
import java.util.Optional;

/**
 * One printed table.
 *
 * @param number as the paper counts, from 1
 * @param cells in the order of the rows
 * @param improvements the rows of differences, where the table has such
 */
public record PublishedTable(
        Paper paper, int number, List<PublishedCell> cells, List<PublishedImprovement> improvements) {
    public PublishedTable {
        cells = List.copyOf(cells);
        improvements = List.copyOf(improvements);
    }

    /** Paper and number, such as {@code TTD, Table 3}. */
    public String label() {
        return paper.id() + ", Table " + number;
    }

    /** The cell of a method and metric on a dataset, if the table has it. */
    public Optional<PublishedCell> cell(String dataset, String method, String metric) {
        return cells.stream()
                .filter(cell -> cell.dataset().equals(dataset)
                        && cell.method().equals(method)
                        && cell.metric().equals(metric))
                .findFirst();
    }

    /** The improvement of a row over another by a metric, if the table prints it. */
    public Optional<PublishedImprovement> improvement(String dataset, String improved, String baseline, String metric) {
        return improvements.stream()
                .filter(improvement -> improvement.dataset().equals(dataset)
                        && improvement.improved().equals(improved)
                        && improvement.baseline().equals(baseline)
                        && improvement.metric().equals(metric))
                .findFirst();
    }
}
