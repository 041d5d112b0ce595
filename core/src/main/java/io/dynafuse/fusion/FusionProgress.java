package io.dynafuse.fusion;

/** Is notified of the progress of a fusion, on the thread that fuses; must return quickly. */
@FunctionalInterface
public interface FusionProgress {
    /** @param done tiles finished, of {@code total} */
    void advanced(int done, int total);
}
