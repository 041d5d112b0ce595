package io.dynafuse.blend;

import io.dynafuse.blend.Scaling.Enlarging;
import java.util.Arrays;

/** Means over windows. Beyond the border, the image is mirrored at its outermost pixels. */
final class Smoothing {
    // What is further away has no weight that floats would show.
    private static final double REACH = 3.5;
    // In pixels; beyond it a smaller plane has all that is left.
    private static final double WIDE = 4;

    private Smoothing() {}

    /** The mean weighted by a Gaussian; the plane itself if its deviation is 0. */
    static Plane gaussian(Plane plane, double deviation) {
        return deviation <= 0 ? plane : gaussian(Band.whole(plane), deviation).plane();
    }

    /** The mean weighted by a Gaussian, of the rows for which there is enough around them; the band itself if its deviation is 0. */
    static Band gaussian(Band band, double deviation) {
        return deviation <= 0 ? band : weighted(band, half(deviation));
    }

    /** Means of single pixels. */
    @FunctionalInterface
    interface Means {
        /** The mean around a pixel; quicker if the last one was in the same row. */
        float at(int x, int y);
    }

    /** The means that {@link #gaussian} has, where only few of each row are wanted. */
    static Means means(Band band, double deviation) {
        WindowedRows rows = new WindowedRows(band, half(deviation));
        return rows::at;
    }

    /** The rows that {@link #gaussian} needs on either side of a row. */
    static int reach(double deviation) {
        return deviation <= 0 ? 0 : Math.max(1, (int) Math.ceil(REACH * deviation));
    }

    /** Half of a window from its middle on; the middle is half its weight, as it is counted twice. */
    private static float[] half(double deviation) {
        float[] half = new float[reach(deviation) + 1];
        double sum = 0;
        for (int i = 0; i < half.length; i++) {
            half[i] = (float) Math.exp(-i * i / (2 * deviation * deviation));
            sum += i == 0 ? half[i] : 2 * half[i];
        }
        for (int i = 0; i < half.length; i++) {
            half[i] /= (float) sum;
        }
        half[0] /= 2;
        return half;
    }

    /** The mean weighted by a wide Gaussian, found on a smaller plane where it is much wider than a pixel. */
    static Plane wideGaussian(Plane plane, double deviation) {
        return wideGaussian(LazyPlane.of(plane), deviation)
                .band(new Rows(0, plane.height()))
                .plane();
    }

    /** The same of a plane that is not in memory as a whole; the smaller plane is. */
    static LazyPlane wideGaussian(LazyPlane plane, double deviation) {
        int factor = factor(deviation);
        Band small = factor == 1 ? plane.kept() : Scaling.reduced(plane, factor);
        return new Enlarging(gaussian(small, deviation / factor), plane.width(), plane.height())
                .lazily(plane.bandPixels());
    }

    /** How many times smaller the plane is on which the mean by a Gaussian is found. */
    static int factor(double deviation) {
        int factor = 1;
        while (deviation / factor > WIDE) {
            factor *= 2;
        }
        return factor;
    }

    /**
     * The mean weighted by whole numbers along rows and columns: exactly 1 where all pixels of the window are 1.
     *
     * @param window an odd number of weights, symmetric
     */
    static Band binomial(Band band, int[] window) {
        float sum = Arrays.stream(window).sum();
        float[] half = new float[window.length / 2 + 1];
        for (int i = 0; i < half.length; i++) {
            half[i] = window[window.length / 2 + i] / sum;
        }
        half[0] /= 2;
        return weighted(band, half);
    }

    /** The mean over a square of {@code 2 * radius + 1} pixels a side, clipped to the image, of the rows for which there is enough around them. */
    static Band box(Band band, int radius) {
        return radius == 0 ? band : boxAlongColumns(boxAlongRows(band, radius), radius);
    }

    /** The largest value in each square of three pixels a side. */
    static Plane largestOfNeighbours(Plane plane) {
        return largestOfNeighbours(Band.whole(plane)).plane();
    }

    /** The same, of the rows for which there is enough around them. */
    static Band largestOfNeighbours(Band band) {
        return Band.of(band.width(), band.height(), band.inner(1), y -> {
            float[] ofColumns = new float[band.width()];
            largest(band.row(y - 1), band.row(y), band.row(y + 1), ofColumns);
            return largestOfNeighbours(ofColumns);
        });
    }

    private static void largest(float[] above, float[] here, float[] below, float[] row) {
        for (int x = 0; x < row.length; x++) {
            row[x] = larger(here[x], larger(above[x], below[x]));
        }
    }

    private static float[] largestOfNeighbours(float[] values) {
        float[] row = new float[values.length];
        int last = row.length - 1;
        for (int x = 1; x < last; x++) {
            row[x] = larger(values[x], larger(values[x - 1], values[x + 1]));
        }
        row[0] = larger(values[0], values[Math.min(1, last)]);
        row[last] = larger(values[last], values[Math.max(0, last - 1)]);
        return row;
    }

    /** Of numbers, which takes less time than where there may be others. */
    private static float larger(float one, float other) {
        return one > other ? one : other;
    }

    /** The sum under a symmetric window along columns and rows. */
    private static Band weighted(Band band, float[] half) {
        return Band.of(band.width(), band.height(), band.inner(half.length - 1), () -> new WindowedRows(band, half));
    }

    /**
     * Rows under a window. Its loops are over whole arrays of one length, which Java makes vector instructions of; along the rows they go
     * over parts of them that stay in the nearest cache.
     */
    private static final class WindowedRows implements Band.RowMaker {
        private static final int PART = 1024;
        private final Band band;
        private final float[] half;
        private final int reach;
        private final float[] sums;
        private final float[] padded;
        private final float[] left = new float[PART];
        private final float[] right = new float[PART];
        private final float[] part = new float[PART];
        private int summed = -1;

        WindowedRows(Band band, float[] half) {
            this.band = band;
            this.half = half;
            this.reach = half.length - 1;
            this.sums = new float[band.width()];
            // The last part may reach beyond the row.
            this.padded = new float[band.width() + 2 * reach + PART];
        }

        @Override
        public float[] row(int y) {
            sumColumns(y);
            return alongRow();
        }

        float at(int x, int y) {
            if (y != summed) {
                sumColumns(y);
            }
            float sum = 0;
            for (int k = 0; k <= reach; k++) {
                sum += half[k] * (sums[mirrored(x - k, sums.length)] + sums[mirrored(x + k, sums.length)]);
            }
            return sum;
        }

        private void sumColumns(int y) {
            Arrays.fill(sums, 0);
            for (int k = 0; k <= reach; k++) {
                add(half[k], band.row(y - k), band.row(y + k), sums);
            }
            summed = y;
        }

        private float[] alongRow() {
            int width = sums.length;
            System.arraycopy(sums, 0, padded, reach, width);
            for (int x = 1; x <= reach; x++) {
                padded[reach - x] = sums[mirrored(-x, width)];
                padded[reach + width - 1 + x] = sums[mirrored(width - 1 + x, width)];
            }
            float[] row = new float[width];
            for (int start = 0; start < width; start += PART) {
                Arrays.fill(part, 0);
                for (int k = 0; k <= reach; k++) {
                    System.arraycopy(padded, start + reach - k, left, 0, PART);
                    System.arraycopy(padded, start + reach + k, right, 0, PART);
                    add(half[k], left, right, part);
                }
                System.arraycopy(part, 0, row, start, Math.min(PART, width - start));
            }
            return row;
        }

        private static void add(float weight, float[] one, float[] other, float[] sums) {
            for (int x = 0; x < sums.length; x++) {
                sums[x] += weight * (one[x] + other[x]);
            }
        }
    }

    private static Band boxAlongRows(Band band, int radius) {
        int width = band.width();
        return Band.of(width, band.height(), band.rows(), () -> {
            double[] sums = new double[width + 1];
            return y -> {
                float[] own = band.row(y);
                for (int x = 0; x < width; x++) {
                    sums[x + 1] = sums[x] + own[x];
                }
                float[] row = new float[width];
                for (int x = 0; x < width; x++) {
                    int first = Math.max(0, x - radius);
                    int last = Math.min(width, x + radius + 1);
                    row[x] = (float) ((sums[last] - sums[first]) / (last - first));
                }
                return row;
            };
        });
    }

    private static Band boxAlongColumns(Band band, int radius) {
        int width = band.width();
        // Each row has a sum of its own, as one that rows enter and leave would depend on where it began.
        return Band.of(width, band.height(), band.inner(radius), () -> {
            double[] sums = new double[width];
            return y -> {
                int first = Math.max(0, y - radius);
                int last = Math.min(band.height(), y + radius + 1);
                Arrays.fill(sums, 0);
                for (int v = first; v < last; v++) {
                    add(band.row(v), sums);
                }
                double share = 1.0 / (last - first);
                float[] row = new float[width];
                for (int x = 0; x < width; x++) {
                    row[x] = (float) (sums[x] * share);
                }
                return row;
            };
        });
    }

    private static void add(float[] row, double[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += row[x];
        }
    }

    /** A position within a line: positions beyond its ends are mirrored at its first and last one. */
    static int mirrored(int position, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int inPeriod = Math.floorMod(position, period);
        return inPeriod < length ? inPeriod : period - inPeriod;
    }
}
