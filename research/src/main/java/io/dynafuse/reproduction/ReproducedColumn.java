package io.dynafuse.reproduction;

import io.dynafuse.metrics.Direction;

/**
 * A column of a reproduction.
 *
 * @param label the metric or quantity, with the printed head where that is another
 */
public record ReproducedColumn(String label, Direction direction) {}
