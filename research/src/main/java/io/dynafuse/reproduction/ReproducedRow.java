package io.dynafuse.reproduction;

import java.util.List;
import java.util.Optional;

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
public record ReproducedRow(
        String label,
        String variant,
        Optional<String> method,
        Optional<String> baseline,
        boolean contrast,
        List<ReproducedCell> cells,
        Optional<String> absent) {
    public ReproducedRow {
        cells = List.copyOf(cells);
    }
}
