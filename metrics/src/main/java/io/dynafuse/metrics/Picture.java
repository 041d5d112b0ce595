package io.dynafuse.metrics;

import java.util.List;

/**
 * An image to be measured: one gray plane, or red, green and blue.
 *
 * @param planes one or three planes of equal size, samples on the scale 0..255
 */
public record Picture(List<Plane> planes) {
    /** @throws IllegalArgumentException if there are neither one nor three planes, or their sizes differ */
    public Picture {
        planes = List.copyOf(planes);
        if (planes.size() != 1 && planes.size() != 3) {
            throw new IllegalArgumentException("expected one plane or three, found " + planes.size());
        }
        Plane first = planes.get(0);
        if (planes.stream().anyMatch(plane -> plane.width() != first.width() || plane.height() != first.height())) {
            throw new IllegalArgumentException("expected planes of equal size, found " + planes);
        }
    }

    /** A gray image over an array, which from now on belongs to it. */
    public static Picture gray(int width, int height, double[] samples) {
        return new Picture(List.of(Plane.over(width, height, samples)));
    }

    /** A colour image over three arrays, which from now on belong to it. */
    public static Picture rgb(int width, int height, double[] red, double[] green, double[] blue) {
        return new Picture(List.of(
                Plane.over(width, height, red), Plane.over(width, height, green), Plane.over(width, height, blue)));
    }

    public boolean isGray() {
        return planes.size() == 1;
    }

    public int width() {
        return planes.get(0).width();
    }

    public int height() {
        return planes.get(0).height();
    }
}
