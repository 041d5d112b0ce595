package io.dynafuse.cli;

import io.dynafuse.fusion.MemoryBudget;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.preparation.SourcePreparation;

/**
 * How the sources of a fusion are read.
 *
 * @param preparation what is done to them before they are fused
 * @param memory what everything must fit into
 */
record SourceReading(ReadOptions options, SourcePreparation preparation, MemoryBudget memory) {
    SourceReading with(SourcePreparation other) {
        return new SourceReading(options, other, memory);
    }
}
