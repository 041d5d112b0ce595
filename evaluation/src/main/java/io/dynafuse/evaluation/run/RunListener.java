package io.dynafuse.evaluation.run;

/** Hears how far a run is; never called by two threads at once. */
public interface RunListener {
    /** {@code done} of {@code total} scenes are looked at for results of an earlier run. */
    void checked(int done, int total);

    /** {@code present} of {@code total} fused images have their scores already; what follows are the others. */
    void begins(int present, int total);

    /** {@code done} of {@code total} fused images that were missing are made and measured, or have failed. */
    void advanced(int done, int total);
}
