package io.dynafuse.data;

/** Hears how far an evaluation is; never called by two threads at once. */
@FunctionalInterface
public interface EvaluationProgress {
    /** {@code done} of {@code total} scenes are measured or have failed; of a single scene, as many measures are scored. */
    void advanced(int done, int total);
}
