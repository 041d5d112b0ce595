package io.dynafuse.fusion;

/** A fusion does not fit into the memory it may take. */
public final class InsufficientMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InsufficientMemoryException(long neededBytes, long budgetBytes) {
        super("expected " + megabytes(neededBytes) + " MB of memory or more for these images, found a limit of "
                + megabytes(budgetBytes) + " MB");
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
