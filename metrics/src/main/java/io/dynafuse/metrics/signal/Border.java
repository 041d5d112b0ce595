package io.dynafuse.metrics.signal;

/** The samples that a filter uses beyond the rim of a plane. */
public enum Border {
    /** Zeros. */
    ZERO,
    /** The nearest sample of the plane. */
    REPLICATE,
    /** The plane mirrored, its rim repeated: ... 1 0 | 0 1 2 ... */
    SYMMETRIC,
    /** The plane mirrored at its rim, which is not repeated: ... 2 1 | 0 1 2 ... */
    REFLECT;

    /** The position in the plane that replaces {@code position}, or -1 for a zero. */
    int map(int position, int length) {
        if (position >= 0 && position < length) {
            return position;
        }
        return switch (this) {
            case ZERO -> -1;
            case REPLICATE -> position < 0 ? 0 : length - 1;
            case SYMMETRIC -> {
                int folded = Math.floorMod(position, 2 * length);
                yield folded < length ? folded : 2 * length - 1 - folded;
            }
            case REFLECT -> {
                if (length == 1) {
                    yield 0;
                }
                int folded = Math.floorMod(position, 2 * length - 2);
                yield folded < length ? folded : 2 * length - 2 - folded;
            }
        };
    }
}
