package io.dynafuse.blend;

import io.dynafuse.image.Image;
import io.dynafuse.image.Resampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Planes and images in other sizes. Pixels are areas, so that the corners lie on each other. */
final class Scaling {
    private Scaling() {}

    /** Means over squares of {@code factor} pixels a side, smaller ones at the right and lower border. */
    static Plane reduced(Plane plane, int factor) {
        return reduced(Band.whole(plane), factor).plane();
    }

    /** The same of the rows for which all squares are there. */
    static Band reduced(Band band, int factor) {
        int width = (band.width() + factor - 1) / factor;
        int height = (band.height() + factor - 1) / factor;
        Rows rows = band.rows();
        Rows squares =
                new Rows((rows.from() + factor - 1) / factor, rows.to() == band.height() ? height : rows.to() / factor);
        return Band.of(width, height, squares, y -> {
            float[] row = new float[width];
            int bottom = Math.min(band.height(), (y + 1) * factor);
            for (int v = y * factor; v < bottom; v++) {
                addSums(band.row(v), factor, row);
            }
            for (int x = 0; x < width; x++) {
                int right = Math.min(band.width(), (x + 1) * factor);
                row[x] /= (bottom - y * factor) * (right - x * factor);
            }
            return row;
        });
    }

    /** The same of a plane that is not in memory as a whole. */
    static Band reduced(LazyPlane plane, int factor) {
        Band result = Band.blank((plane.width() + factor - 1) / factor, (plane.height() + factor - 1) / factor);
        plane.bands(factor)
                .forEach((band, rows) -> reduced(plane.band(rows), factor).into(result));
        return result;
    }

    private static void addSums(float[] values, int factor, float[] sums) {
        for (int x = 0; x < sums.length; x++) {
            int right = Math.min(values.length, (x + 1) * factor);
            float sum = sums[x];
            for (int u = x * factor; u < right; u++) {
                sum += values[u];
            }
            sums[x] = sum;
        }
    }

    /** A plane in another size, linear between its pixels; itself if it has that size. */
    static Plane enlarged(Plane plane, int width, int height) {
        if (plane.width() == width && plane.height() == height) {
            return plane;
        }
        return new Enlarging(Band.whole(plane), width, height)
                .rows(new Rows(0, height))
                .plane();
    }

    /** A plane in another size, of which rows are made when they are needed. */
    static final class Enlarging {
        private final Band plane;
        private final int width;
        private final int height;
        private final int[] left;
        private final float[] rightShare;

        /** @param plane all rows of it */
        Enlarging(Band plane, int width, int height) {
            this.plane = plane;
            this.width = width;
            this.height = height;
            this.left = new int[width];
            this.rightShare = new float[width];
            for (int x = 0; x < width; x++) {
                double at = position(x, width, plane.width());
                left[x] = (int) at;
                rightShare[x] = (float) (at - left[x]);
            }
        }

        /** Rows, linear between the pixels of the plane; its own ones if it has that size. */
        Band rows(Rows rows) {
            return lazily(Bands.PIXELS).band(rows);
        }

        /** The same for rows that are asked for later. */
        LazyPlane lazily(int bandPixels) {
            return plane.width() == width && plane.height() == height
                    ? LazyPlane.of(plane, bandPixels)
                    : new LazyPlane(width, height, bandPixels, rows -> () -> {
                        float[] between = new float[plane.width()];
                        return y -> row(y, between);
                    });
        }

        private float[] row(int y, float[] between) {
            double at = position(y, height, plane.height());
            float[] top = plane.row((int) at);
            float[] bottom = plane.row(Math.min(plane.height() - 1, (int) at + 1));
            float share = (float) (at - (int) at);
            for (int x = 0; x < between.length; x++) {
                between[x] = top[x] * (1 - share) + bottom[x] * share;
            }
            int last = between.length - 1;
            float[] row = new float[width];
            for (int x = 0; x < width; x++) {
                row[x] = between[left[x]] * (1 - rightShare[x]) + between[Math.min(last, left[x] + 1)] * rightShare[x];
            }
            return row;
        }
    }

    /** The position within the smaller plane, from its first to its last pixel. */
    private static double position(int pixel, int length, int smallLength) {
        double at = (pixel + 0.5) * smallLength / length - 0.5;
        return Math.min(Math.max(at, 0), smallLength - 1.0);
    }

    /** An image with at most so many pixels; itself if it has no more. */
    static Image reduced(Image image, long mostPixels) {
        long pixels = (long) image.width() * image.height();
        if (pixels <= mostPixels) {
            return image;
        }
        double factor = Math.sqrt(mostPixels / (double) pixels);
        return Resampling.to(image, side(image.width(), factor), side(image.height(), factor));
    }

    /** The alphas of a scene's sources, at the sizes of copies; empty if they are opaque. */
    static List<Optional<Plane>> alphas(Scene scene, List<Image> copies) throws IOException {
        List<Optional<Plane>> alphas = new ArrayList<>();
        for (int m = 0; m < scene.count(); m++) {
            Image copy = copies.get(m);
            alphas.add(scene.alpha(m).map(alpha -> enlarged(alpha, copy.width(), copy.height())));
        }
        return alphas;
    }

    private static int side(int length, double factor) {
        return Math.max(1, (int) Math.round(length * factor));
    }
}
