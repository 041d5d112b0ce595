package io.dynafuse.fusion;

/** Hears how far a fusion is. Called on the thread that fuses; must return quickly. */
@FunctionalInterface
public interface FusionProgress {
    /** @param done tiles finished, of {@code total} */
    void advanced(int done, int total);
}
