package io.dynafuse.align;

import io.dynafuse.image.Image;

/** The size of an image in pixels. */
public record Size(int width, int height) {
    /** @throws IllegalArgumentException if a side is below 1 */
    public Size {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected a size of at least one pixel, found " + width + " x " + height);
        }
    }

    /** The size of an image. */
    public static Size of(Image image) {
        return new Size(image.width(), image.height());
    }

    /** Whether another size has the same proportions, exactly. */
    boolean isProportionalTo(Size other) {
        return (long) width * other.height == (long) height * other.width;
    }

    boolean contains(Point point) {
        return point.x() >= -0.5 && point.y() >= -0.5 && point.x() <= width - 0.5 && point.y() <= height - 0.5;
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
