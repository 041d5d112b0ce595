package io.dynafuse.detection;

/**
 * A rectangle of an image whose sides are those of the image.
 *
 * @param left of the image's left side 0, in pixels; pixel x reaches from x to x + 1
 * @param top likewise
 * @param right not less than {@code left}
 * @param bottom not less than {@code top}
 */
public record Box(double left, double top, double right, double bottom) {
    /** @throws IllegalArgumentException if a number is not finite, or the sides are in the wrong order */
    public Box {
        if (!(left <= right && top <= bottom) || !Double.isFinite(right - left) || !Double.isFinite(bottom - top)) {
            throw new IllegalArgumentException(
                    "expected a box of finite numbers, left before right and top before bottom, found " + left + ", "
                            + top + ", " + right + ", " + bottom);
        }
    }

    /** Its area in pixels. */
    public double area() {
        return (right - left) * (bottom - top);
    }
}
