package io.dynafuse.align;

import java.util.List;

/** A place in an image, in pixels; the centre of the top left pixel is (0, 0). */
public record Point(double x, double y) {
    /** The centres of the four corner pixels: top left, top right, bottom left, bottom right. */
    static List<Point> corners(int width, int height) {
        return List.of(
                new Point(0, 0), new Point(width - 1, 0), new Point(0, height - 1), new Point(width - 1, height - 1));
    }

    double distance(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }
}
