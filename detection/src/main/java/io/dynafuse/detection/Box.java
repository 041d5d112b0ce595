package io.dynafuse.detection;

import java.util.Comparator;
import java.util.Optional;

/**
 * A rectangle of an image whose sides are those of the image.
 *
 * @param left of the image's left side 0, in pixels; pixel x reaches from x to x + 1
 * @param top likewise
 * @param right not less than {@code left}
 * @param bottom not less than {@code top}
 */
public record Box(double left, double top, double right, double bottom) {
    /** From left to right, then from top to bottom, then by size: an order that depends on nothing but the boxes, whatever their scale. */
    public static final Comparator<Box> ORDER = Comparator.comparingDouble(Box::left)
            .thenComparingDouble(Box::top)
            .thenComparingDouble(Box::right)
            .thenComparingDouble(Box::bottom);

    /** @throws IllegalArgumentException if a number is not finite, or the sides are in the wrong order */
    public Box {
        if (!(left <= right && top <= bottom) || !Double.isFinite(right - left) || !Double.isFinite(bottom - top)) {
            throw new IllegalArgumentException(
                    "expected a box of finite numbers, left before right and top before bottom, found " + left + ", "
                            + top + ", " + right + ", " + bottom);
        }
    }

    /** The box of a width and height whose upper left corner is given. */
    public static Box ofCorner(double left, double top, double width, double height) {
        return new Box(left, top, left + width, top + height);
    }

    /** The box of a width and height whose centre is given. */
    public static Box ofCentre(double x, double y, double width, double height) {
        return ofCorner(x - width / 2, y - height / 2, width, height);
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    /** Its area in pixels. */
    public double area() {
        return width() * height();
    }

    /** The area in pixels that both cover. */
    public double intersection(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /** Intersection over union: the area that both cover as a share of that which one does, in [0,1]; 0 for two without area. */
    public double overlap(Box other) {
        double both = intersection(other);
        return both == 0 ? 0 : both / (area() + other.area() - both);
    }

    /** What of it lies in an image; empty if that has no area. */
    public Optional<Box> within(int width, int height) {
        double x = Math.max(0, left);
        double y = Math.max(0, top);
        double x2 = Math.min(width, right);
        double y2 = Math.min(height, bottom);
        return x < x2 && y < y2 ? Optional.of(new Box(x, y, x2, y2)) : Optional.empty();
    }
}
