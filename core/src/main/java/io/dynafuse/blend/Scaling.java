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
        int width = (plane.width() + factor - 1) / factor;
        int height = (plane.height() + factor - 1) / factor;
        Plane result = Plane.zeros(width, height);
        Plane.forRows(width, height, (from, to) -> {
            for (int y = from; y < to; y++) {
                int bottom = Math.min(plane.height(), (y + 1) * factor);
                for (int x = 0; x < width; x++) {
                    int right = Math.min(plane.width(), (x + 1) * factor);
                    float sum = 0;
                    for (int v = y * factor; v < bottom; v++) {
                        for (int u = x * factor; u < right; u++) {
                            sum += plane.values()[v * plane.width() + u];
                        }
                    }
                    result.values()[y * width + x] = sum / ((bottom - y * factor) * (right - x * factor));
                }
            }
        });
        return result;
    }

    /** A plane in another size, linear between its pixels; itself if it has that size. */
    static Plane enlarged(Plane plane, int width, int height) {
        if (plane.width() == width && plane.height() == height) {
            return plane;
        }
        int[] left = new int[width];
        float[] rightShare = new float[width];
        for (int x = 0; x < width; x++) {
            double at = position(x, width, plane.width());
            left[x] = (int) at;
            rightShare[x] = (float) (at - left[x]);
        }
        Plane result = Plane.zeros(width, height);
        Plane.forRows(width, height, (from, to) -> {
            // With one more, as the last pixel has no right neighbour.
            float[] row = new float[plane.width() + 1];
            for (int y = from; y < to; y++) {
                double at = position(y, height, plane.height());
                int top = (int) at * plane.width();
                int bottom = Math.min(plane.height() - 1, (int) at + 1) * plane.width();
                float share = (float) (at - (int) at);
                for (int x = 0; x < plane.width(); x++) {
                    row[x] = plane.values()[top + x] * (1 - share) + plane.values()[bottom + x] * share;
                }
                row[plane.width()] = row[plane.width() - 1];
                for (int x = 0; x < width; x++) {
                    result.values()[y * width + x] =
                            row[left[x]] * (1 - rightShare[x]) + row[left[x] + 1] * rightShare[x];
                }
            }
        });
        return result;
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
