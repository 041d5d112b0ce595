package io.dynafuse.reproduction;

import java.util.Optional;

/** The row of a method on a dataset in a printed table. */
public record PublishedRow(PublishedTable table, String dataset, String method) {
    /** The cell under the head of a column, if the table has it. */
    public Optional<PublishedCell> cell(String metric) {
        return table.cell(dataset, method, metric);
    }
}
