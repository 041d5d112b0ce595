package io.dynafuse.blend;

import java.util.ArrayList;
import java.util.List;

/**
 * An image as details of ever coarser scales and a rest (P. J. Burt and E. H. Adelson, "The Laplacian Pyramid as a Compact Image Code",
 * 1983, doi:10.1109/TCOM.1983.1095851). Taking apart and putting together are linear, and the inverse of each other: an encoder and a
 * decoder in the sense of TTD's Eq. 1.
 */
final class Pyramid {
    private Pyramid() {}

    /** How many levels an image has if the coarsest is not to be smaller than a number of pixels on its shorter side; at least 1. */
    static int levels(int width, int height, int coarsest) {
        int levels = 1;
        for (int side = Math.min(width, height); (side + 1) / 2 >= coarsest && side > 1; side = (side + 1) / 2) {
            levels++;
        }
        return levels;
    }

    /** The plane, and {@code levels - 1} times its half, smoothed by the binomial window of five pixels. */
    static List<Plane> gaussian(Plane plane, int levels) {
        List<Plane> all = new ArrayList<>(List.of(plane));
        while (all.size() < levels) {
            all.add(halved(all.get(all.size() - 1)));
        }
        return all;
    }

    /** The details of each level, from fine to coarse; the last plane is the rest. */
    static List<Plane> laplacian(Plane plane, int levels) {
        List<Plane> smooth = gaussian(plane, levels);
        List<Plane> details = new ArrayList<>();
        for (int level = 0; level + 1 < levels; level++) {
            Plane fine = smooth.get(level);
            Plane detail = level == 0 ? fine.copy() : fine;
            addDoubled(smooth.get(level + 1), detail, -1);
            details.add(detail);
        }
        details.add(smooth.get(levels - 1));
        return details;
    }

    /** The plane that has these details; they are overwritten. */
    static Plane collapse(List<Plane> details) {
        for (int level = details.size() - 1; level > 0; level--) {
            addDoubled(details.get(level), details.get(level - 1), 1);
        }
        return details.get(0);
    }

    /** A plane of half the size, rounded up. */
    static Plane halved(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        Plane result = Plane.zeros((width + 1) / 2, (height + 1) / 2);
        float[] from = plane.values();
        Plane.forRows(result.width(), result.height(), (first, last) -> {
            float[] row = new float[width + 4];
            for (int y = first; y < last; y++) {
                int a = Smoothing.mirrored(2 * y - 2, height) * width;
                int b = Smoothing.mirrored(2 * y - 1, height) * width;
                int c = 2 * y * width;
                int d = Smoothing.mirrored(2 * y + 1, height) * width;
                int e = Smoothing.mirrored(2 * y + 2, height) * width;
                for (int x = 0; x < width; x++) {
                    row[x + 2] = (from[a + x] + from[e + x] + 4 * (from[b + x] + from[d + x]) + 6 * from[c + x]) / 16;
                }
                row[1] = row[2 + Smoothing.mirrored(-1, width)];
                row[0] = row[2 + Smoothing.mirrored(-2, width)];
                row[width + 2] = row[2 + Smoothing.mirrored(width, width)];
                row[width + 3] = row[2 + Smoothing.mirrored(width + 1, width)];
                int target = y * result.width();
                for (int x = 0; x < result.width(); x++) {
                    int at = 2 * x;
                    result.values()[target + x] =
                            (row[at] + row[at + 4] + 4 * (row[at + 1] + row[at + 3]) + 6 * row[at + 2]) / 16;
                }
            }
        });
        return result;
    }

    /** Adds a plane, doubled to the size of another and times a factor, to that other. */
    static void addDoubled(Plane half, Plane target, float factor) {
        int width = target.width();
        int most = half.width();
        Plane.forRows(width, target.height(), (first, last) -> {
            // With one sample more at either end.
            float[] row = new float[most + 2];
            for (int y = first; y < last; y++) {
                between(half, target.height(), y, row, factor);
                row[0] = row[1 + neighbour(-1, most, width)];
                row[most + 1] = row[1 + neighbour(most, most, width)];
                int start = y * width;
                for (int x = 0; x < most; x++) {
                    target.values()[start + 2 * x] += (row[x] + 6 * row[x + 1] + row[x + 2]) / 8;
                }
                for (int x = 0; x < width / 2; x++) {
                    target.values()[start + 2 * x + 1] += (row[x + 1] + row[x + 2]) / 2;
                }
            }
        });
    }

    /** A row of the half, doubled along the columns; its first sample is at 1. */
    private static void between(Plane half, int height, int y, float[] row, float factor) {
        int width = half.width();
        float[] from = half.values();
        int here = y / 2 * width;
        int below = neighbour(y / 2 + 1, half.height(), height) * width;
        if (y % 2 == 0) {
            int above = neighbour(y / 2 - 1, half.height(), height) * width;
            for (int x = 0; x < width; x++) {
                row[x + 1] = factor * (from[above + x] + 6 * from[here + x] + from[below + x]) / 8;
            }
        } else {
            for (int x = 0; x < width; x++) {
                row[x + 1] = factor * (from[here + x] + from[below + x]) / 2;
            }
        }
    }

    /** A sample of the half, or beyond its ends the one at which the mirrored image of {@code length} pixels has it. */
    private static int neighbour(int position, int halfLength, int length) {
        return Smoothing.mirrored(2 * position, length) / 2 % halfLength;
    }
}
