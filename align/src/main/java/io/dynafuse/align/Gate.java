package io.dynafuse.align;

/** Which motions are trusted. */
final class Gate {
    static final double LEAST_OVERLAP = 0.2;

    private Gate() {}
}
