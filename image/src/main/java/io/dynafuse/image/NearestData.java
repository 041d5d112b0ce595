package io.dynafuse.image;

import java.util.stream.IntStream;

/**
 * Finds for every pixel without data the nearest pixel with data, by Euclidean distance, exactly and in a time proportional to the number
 * of pixels: first along the columns, then along the rows on the lower envelope of parabolas (Meijster, Roerdink and Hesselink, "A General
 * Algorithm for Computing Distance Transforms in Linear Time", 2000, doi:10.1007/0-306-47025-X_36).
 */
final class NearestData {
    private static final int NONE = -1;

    private final int width;
    private final int height;
    private final Samples alphas;
    /** The row of the nearest pixel with data in the same column, or {@link #NONE}. */
    private final int[] nearestRows;

    private NearestData(int width, int height, Samples alphas) {
        this.width = width;
        this.height = height;
        this.alphas = alphas;
        this.nearestRows = new int[width * height];
        alongColumns();
    }

    /** The samples, with those of pixels without data replaced; at least one pixel must have data. */
    static Samples fill(Image image, Samples alphas) {
        NearestData nearest = new NearestData(image.width(), image.height(), alphas);
        Samples samples = image.samples();
        Samples filled = Samples.of(samples.depth(), samples.length());
        System.arraycopy(samples.array(), 0, filled.array(), 0, samples.length());
        IntStream.range(0, image.height()).parallel().forEach(y -> nearest.fillRow(y, filled, image.channels()));
        return filled;
    }

    private void alongColumns() {
        for (int i = 0; i < nearestRows.length; i++) {
            nearestRows[i] = hasData(i) ? i / width : i < width ? NONE : nearestRows[i - width];
        }
        for (int i = nearestRows.length - width - 1; i >= 0; i--) {
            int below = nearestRows[i + width];
            int y = i / width;
            if (below != NONE && (nearestRows[i] == NONE || below - y < y - nearestRows[i])) {
                nearestRows[i] = below;
            }
        }
    }

    /** Pixels with data keep their samples, so that any row may be read while another is filled. */
    private void fillRow(int y, Samples samples, int channels) {
        int start = y * width;
        if (IntStream.range(start, start + width).allMatch(this::hasData)) {
            return;
        }
        Envelope envelope = new Envelope(y);
        for (int x = width - 1; x >= 0; x--) {
            int column = envelope.nearestColumn(x);
            if (!hasData(start + x)) {
                int from = nearestRows[start + column] * width + column;
                System.arraycopy(samples.array(), from * channels, samples.array(), (start + x) * channels, channels);
            }
        }
    }

    private boolean hasData(int pixel) {
        return !alphas.isZero(pixel);
    }

    /** For the pixels of one row, the column whose nearest pixel is the nearest of all. */
    private final class Envelope {
        private final int y;
        private final int[] columns = new int[width];
        private final int[] from = new int[width];
        private int last = NONE;

        Envelope(int y) {
            this.y = y;
            for (int column = 0; column < width; column++) {
                if (nearestRows[y * width + column] != NONE) {
                    add(column);
                }
            }
        }

        private void add(int column) {
            while (last >= 0 && squaredDistance(from[last], columns[last]) > squaredDistance(from[last], column)) {
                last--;
            }
            long start = last < 0 ? 0 : 1 + separation(columns[last], column);
            if (start < width) {
                last++;
                columns[last] = column;
                from[last] = (int) start;
            }
        }

        /** To be called from the last pixel of the row to the first. */
        int nearestColumn(int x) {
            while (from[last] > x) {
                last--;
            }
            return columns[last];
        }

        private long squaredDistance(int x, int column) {
            long along = x - column;
            return along * along + squaredHeight(column);
        }

        private long squaredHeight(int column) {
            long distance = y - nearestRows[y * width + column];
            return distance * distance;
        }

        /** The last pixel to which the first column is at least as near as the second, which lies further right. */
        private long separation(int first, int second) {
            long squares = (long) second * second - (long) first * first + squaredHeight(second) - squaredHeight(first);
            return Math.floorDiv(squares, 2L * (second - first));
        }
    }
}
