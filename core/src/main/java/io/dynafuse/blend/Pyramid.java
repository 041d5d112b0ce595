package io.dynafuse.blend;

import io.dynafuse.blend.Band.RowMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
        return halved(Band.whole(plane)).plane();
    }

    /** The rows of half the size for which there is enough around them. */
    static Band halved(Band band) {
        Rows rows = band.rows();
        Rows half = new Rows(
                rows.from() == 0 ? 0 : (rows.from() + 3) / 2,
                rows.to() == band.height() ? half(band.height()) : (rows.to() - 1) / 2);
        return Band.of(half(band.width()), half(band.height()), half, () -> {
            float[] sums = new float[band.width()];
            return y -> {
                alongColumns(band, 2 * y, sums);
                return alongRow(sums);
            };
        });
    }

    /** A plane of half the size, of one that is not in memory as a whole. */
    static Band halved(LazyPlane plane) {
        Band result = Band.blank(half(plane.width()), half(plane.height()));
        plane.bands(2).forEach((band, rows) -> {
            Rows half = new Rows(rows.from() / 2, half(rows.to()));
            halved(plane.band(toHalve(half, plane.height()))).cut(half).into(result);
        });
        return result;
    }

    /** A plane to which another of half the size is added, doubled and times a factor. */
    static LazyPlane plusDoubled(LazyPlane plane, Band half, float factor) {
        return plane.like(rows -> {
            Supplier<RowMaker> own = plane.over(rows);
            return () -> {
                RowMaker fine = own.get();
                Doubling doubling = new Doubling(half, plane.width(), plane.height());
                return y -> {
                    float[] row = fine.row(y).clone();
                    doubling.add(y, factor, row, 0);
                    return row;
                };
            };
        });
    }

    /** Half of a length, rounded up. */
    static int half(int length) {
        return (length + 1) / 2;
    }

    /** The rows from which {@link #halved} makes these, of a plane of a height. */
    static Rows toHalve(Rows half, int height) {
        return new Rows(2 * half.from(), 2 * half.to() - 1).wider(2, height);
    }

    /** The rows of half the size that {@link Doubling} makes these rows of a plane of a height from. */
    static Rows toDouble(Rows rows, int height) {
        return new Rows(rows.from() / 2, (rows.to() - 1) / 2 + 1).wider(1, half(height));
    }

    private static void alongColumns(Band band, int y, float[] sums) {
        float[] a = band.row(y - 2);
        float[] b = band.row(y - 1);
        float[] c = band.row(y);
        float[] d = band.row(y + 1);
        float[] e = band.row(y + 2);
        for (int x = 0; x < sums.length; x++) {
            sums[x] = (a[x] + e[x] + 4 * (b[x] + d[x]) + 6 * c[x]) / 16;
        }
    }

    private static float[] alongRow(float[] sums) {
        int width = sums.length;
        float[] row = new float[half(width)];
        row[0] = halved(sums, 0);
        for (int x = 1; 2 * x + 2 < width; x++) {
            int at = 2 * x;
            row[x] = (sums[at - 2] + sums[at + 2] + 4 * (sums[at - 1] + sums[at + 1]) + 6 * sums[at]) / 16;
        }
        for (int x = Math.max(1, (width - 1) / 2); x < row.length; x++) {
            row[x] = halved(sums, x);
        }
        return row;
    }

    /** A value near the ends of a row. */
    private static float halved(float[] sums, int x) {
        int width = sums.length;
        float outer = sums[Smoothing.mirrored(2 * x - 2, width)] + sums[Smoothing.mirrored(2 * x + 2, width)];
        float inner = sums[Smoothing.mirrored(2 * x - 1, width)] + sums[Smoothing.mirrored(2 * x + 1, width)];
        return (outer + 4 * inner + 6 * sums[2 * x]) / 16;
    }

    /** Adds a plane, doubled to the size of another and times a factor, to that other. */
    static void addDoubled(Plane half, Plane target, float factor) {
        Band band = Band.whole(half);
        Plane.forRows(target.width(), target.height(), (from, to) -> {
            Doubling doubling = new Doubling(band, target.width(), target.height());
            for (int y = from; y < to; y++) {
                doubling.add(y, factor, target.values(), y * target.width());
            }
        });
    }

    /** Doubles a plane, row by row. Each thread needs one of its own. */
    static final class Doubling {
        private final Band half;
        private final int width;
        private final int height;
        // With one sample more at either end.
        private final float[] row;
        private final float[] sums;

        /**
         * @param half the plane, or rows of it
         * @param width of the doubled plane
         * @param height of the doubled plane
         */
        Doubling(Band half, int width, int height) {
            this.half = half;
            this.width = width;
            this.height = height;
            this.sums = new float[half.width()];
            this.row = new float[half.width() + 2];
        }

        /** Adds a row of the doubled plane, times a factor, to values from a position on. */
        void add(int y, float factor, float[] values, int start) {
            between(y, factor);
            int most = half.width();
            System.arraycopy(sums, 0, row, 1, most);
            row[0] = row[1 + neighbour(-1, most, width)];
            row[most + 1] = row[1 + neighbour(most, most, width)];
            for (int x = 0; x < most; x++) {
                values[start + 2 * x] += (row[x] + 6 * row[x + 1] + row[x + 2]) / 8;
            }
            for (int x = 0; x < width / 2; x++) {
                values[start + 2 * x + 1] += (row[x + 1] + row[x + 2]) / 2;
            }
        }

        /** A row of the half, doubled along the columns. */
        private void between(int y, float factor) {
            float[] here = half.row(y / 2);
            float[] below = half.row(neighbour(y / 2 + 1, half.height(), height));
            if (y % 2 == 0) {
                float[] above = half.row(neighbour(y / 2 - 1, half.height(), height));
                for (int x = 0; x < sums.length; x++) {
                    sums[x] = factor * (above[x] + 6 * here[x] + below[x]) / 8;
                }
            } else {
                for (int x = 0; x < sums.length; x++) {
                    sums[x] = factor * (here[x] + below[x]) / 2;
                }
            }
        }

        /** A sample of the half, or beyond its ends the one at which the mirrored image of {@code length} pixels has it. */
        private static int neighbour(int position, int halfLength, int length) {
            return Smoothing.mirrored(2 * position, length) / 2 % halfLength;
        }
    }
}
