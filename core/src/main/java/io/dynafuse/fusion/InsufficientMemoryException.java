package io.dynafuse.fusion;

/** A fusion does not fit into its memory limit. */
public final class InsufficientMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private InsufficientMemoryException(String what, long neededBytes, long budgetBytes) {
        super("expected " + megabytes(neededBytes) + " MB of memory or more for " + what + ", found a limit of "
                + megabytes(budgetBytes) + " MB");
    }

    static InsufficientMemoryException ofImages(long neededBytes, long budgetBytes) {
        return new InsufficientMemoryException("these images alone", neededBytes, budgetBytes);
    }

    static InsufficientMemoryException ofNetwork(String network, long parameters, long neededBytes, long budgetBytes) {
        return new InsufficientMemoryException(
                network + ", a network of " + parameters + " parameters", neededBytes, budgetBytes);
    }

    static InsufficientMemoryException ofTiles(long neededBytes, long budgetBytes) {
        return new InsufficientMemoryException("these images", neededBytes, budgetBytes);
    }

    static InsufficientMemoryException ofGradients(long neededBytes, long budgetBytes) {
        return new InsufficientMemoryException(
                "gradients, which need these images as a whole and not in tiles", neededBytes, budgetBytes);
    }

    static InsufficientMemoryException ofWholeImages(long neededBytes, long budgetBytes) {
        return new InsufficientMemoryException("these images as a whole and not in tiles", neededBytes, budgetBytes);
    }

    static InsufficientMemoryException ofBlending(long neededBytes, long budgetBytes) {
        return new InsufficientMemoryException(
                "weights on images, which need these as a whole (--space features fuses them in tiles)",
                neededBytes,
                budgetBytes);
    }

    static InsufficientMemoryException ofGlobalNetwork(long neededBytes, long budgetBytes, long fittingPixels) {
        return new InsufficientMemoryException(
                "a network that looks at these images as a whole (about " + fittingPixels
                        + " pixels would fit, or tiles that are not exact: --tiles inexact)",
                neededBytes,
                budgetBytes);
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
