package io.dynafuse.image;

/**
 * A rectangle of pixels; {@code x} counts from the left edge, {@code y} from the top.
 */
public record Region(int x, int y, int width, int height) {
    /** @throws IllegalArgumentException if {@code x} or {@code y} is negative, or {@code width} or {@code height} is not positive */
    public Region {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected a region of at least one pixel at non-negative coordinates, found " + width + " x "
                            + height + " pixels at (" + x + ", " + y + ")");
        }
    }

    /** Whether the whole region lies in an image of this size. */
    boolean isInside(int imageWidth, int imageHeight) {
        return (long) x + width <= imageWidth && (long) y + height <= imageHeight;
    }
}
