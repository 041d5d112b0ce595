package io.dynafuse.data;

/** Hears how far work on scenes is; never called by two threads at once. */
@FunctionalInterface
public interface EvaluationProgress {
    /** {@code done} of {@code total} scenes are measured or have failed; of a single scene, as many measures are scored. */
    void advanced(int done, int total);

    /** A note about a file for the user who waits, in one line. */
    default void noted(String line) {}

    /** The same for a part of the work whose scenes do not count. */
    default EvaluationProgress notesOnly() {
        EvaluationProgress whole = this;
        return new EvaluationProgress() {
            @Override
            public void advanced(int done, int total) {}

            @Override
            public void noted(String line) {
                whole.noted(line);
            }
        };
    }
}
