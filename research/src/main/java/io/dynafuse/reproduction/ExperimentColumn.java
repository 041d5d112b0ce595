package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Measure;

/**
 * A column of an experiment.
 *
 * @param head what the paper calls it
 * @param measure what is measured here
 */
public record ExperimentColumn(String head, Measure measure) {
    /** The metric, with the printed head where that is another. */
    public String label() {
        String id = measure.metric().id();
        return id.equals(head) ? id : id + " (" + head + ")";
    }
}
