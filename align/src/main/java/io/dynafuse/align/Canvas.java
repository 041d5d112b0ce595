package io.dynafuse.align;

/**
 * The rectangle of pixels that aligned sources are put on, in the pixel coordinates of the reference.
 *
 * @param x the column of the reference at its left edge; negative if it reaches beyond the reference
 * @param y the row of the reference at its upper edge; negative if it reaches beyond the reference
 * @param width in pixels, 1 or more
 * @param height in pixels, 1 or more
 */
public record Canvas(int x, int y, int width, int height) {
    /** @throws IllegalArgumentException if a side is below 1 */
    public Canvas {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected a canvas of at least one pixel, found " + width + " x " + height);
        }
    }

    /** The frame of an image. */
    public static Canvas of(int width, int height) {
        return new Canvas(0, 0, width, height);
    }
}
