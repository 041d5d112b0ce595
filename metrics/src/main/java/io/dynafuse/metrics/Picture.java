package io.dynafuse.metrics;

import java.util.List;

/**
 * An image to measure: one gray plane, or red, green and blue.
 *
 * @param planes one or three planes of equal size, samples on the scale 0..255
 */
public record Picture(List<Plane> planes) {
    private static final double LARGEST = 1e6;

    /** @throws IllegalArgumentException if there are neither one nor three planes, their sizes differ, or a sample is not
     *     a number or far from 0..255 */
    public Picture {
        planes = List.copyOf(planes);
        if (planes.size() != 1 && planes.size() != 3) {
            throw new IllegalArgumentException("expected one plane or three, found " + planes.size());
        }
        Plane first = planes.get(0);
        if (planes.stream().anyMatch(plane -> plane.width() != first.width() || plane.height() != first.height())) {
            throw new IllegalArgumentException("expected planes of equal size, found " + planes);
        }
        planes.forEach(Picture::requireFinite);
    }

    private static void requireFinite(Plane plane) {
        double[] samples = plane.samples();
        for (int i = 0; i < samples.length; i++) {
            // Far beyond any image, and small enough that no metric overflows.
            if (!(Math.abs(samples[i]) <= LARGEST)) {
                throw new IllegalArgumentException("expected samples on 0..255, found " + samples[i] + " in column "
                        + i % plane.width() + " of row " + i / plane.width());
            }
        }
    }

    /** A gray image over an array, which then belongs to it. */
    public static Picture gray(int width, int height, double[] samples) {
        return new Picture(List.of(Plane.over(width, height, samples)));
    }

    /** A colour image over three arrays, which then belong to it. */
    public static Picture rgb(int width, int height, double[] red, double[] green, double[] blue) {
        return new Picture(List.of(
                Plane.over(width, height, red), Plane.over(width, height, green), Plane.over(width, height, blue)));
    }

    /** Whether there is one plane. */
    public boolean isGray() {
        return planes.size() == 1;
    }

    /** Columns. */
    public int width() {
        return planes.get(0).width();
    }

    /** Rows. */
    public int height() {
        return planes.get(0).height();
    }
}
