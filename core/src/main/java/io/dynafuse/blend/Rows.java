package io.dynafuse.blend;

/**
 * Some rows of an image.
 *
 * @param from the first
 * @param to the one after the last
 */
public record Rows(int from, int to) {
    /** @throws IllegalArgumentException if there is none, or one is negative */
    public Rows {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("expected one row or more, found those from " + from + " to " + to);
        }
    }

    /** How many they are. */
    public int count() {
        return to - from;
    }

    /** These rows and so many more on either side, as far as an image of a height has them. */
    Rows wider(int more, int height) {
        return new Rows(Math.max(0, from - more), Math.min(height, to + more));
    }
}
