package io.dynafuse.fusion;

/**
 * Is notified of the progress of a fusion, on the thread that fuses; must return quickly. What it throws ends the fusion, and is thrown by
 * {@link Fuser#fuse}.
 */
@FunctionalInterface
public interface FusionProgress {
    /** @param done tiles finished, or rows where weights act on images, of {@code total} */
    void advanced(int done, int total);
}
