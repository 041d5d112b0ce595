package io.dynafuse.reproduction;

import io.dynafuse.image.ReadOptions;

/**
 * How an experiment is run.
 *
 * @param threads how many scenes are worked on at once; fusions take turns, measuring goes on beside them
 * @param reading how images are read
 */
public record RunSettings(int threads, ReadOptions reading) {
    /** @throws IllegalArgumentException if there is less than one thread */
    public RunSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 thread or more, found " + threads);
        }
    }
}
