package io.dynafuse.evaluation;

import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which pixels have data, alpha being above 0.
 *
 * @param pixels counted row after row; not to be changed
 */
record DataMask(int width, int height, BitSet pixels) {
    static DataMask of(Image image) {
        BitSet pixels = new BitSet(image.width() * image.height());
        for (int y = 0; y < image.height(); y++) {
            float[] alphas = image.alpha(new Region(0, y, image.width(), 1));
            for (int x = 0; x < alphas.length; x++) {
                pixels.set(y * image.width() + x, alphas[x] > 0);
            }
        }
        return new DataMask(image.width(), image.height(), pixels);
    }

    /** The pixels that have data in both. */
    DataMask and(DataMask other) {
        BitSet both = (BitSet) pixels.clone();
        both.and(other.pixels);
        return new DataMask(width, height, both);
    }

    /**
     * The largest rectangle of pixels with data, the first of those of one area; empty if no pixel has any. For every row the columns
     * above it that have data are bars of a histogram, and a stack of rising bars finds the largest rectangle under them, in all in a time
     * that grows with the number of pixels.
     */
    Optional<Region> largestRectangle() {
        int[] heights = new int[width];
        Optional<Region> largest = Optional.empty();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                heights[x] = pixels.get(y * width + x) ? heights[x] + 1 : 0;
            }
            Optional<Region> here = largestAbove(y, heights);
            if (area(here) > area(largest)) {
                largest = here;
            }
        }
        return largest;
    }

    private static Optional<Region> largestAbove(int bottom, int[] heights) {
        int[] rising = new int[heights.length];
        int count = 0;
        Optional<Region> largest = Optional.empty();
        for (int x = 0; x <= heights.length; x++) {
            int height = x < heights.length ? heights[x] : 0;
            while (count > 0 && heights[rising[count - 1]] >= height) {
                int top = heights[rising[--count]];
                int left = count == 0 ? 0 : rising[count - 1] + 1;
                if (top > 0 && (long) top * (x - left) > area(largest)) {
                    largest = Optional.of(new Region(left, bottom - top + 1, x - left, top));
                }
            }
            if (x < heights.length) {
                rising[count++] = x;
            }
        }
        return largest;
    }

    private static long area(Optional<Region> region) {
        return region.map(found -> (long) found.width() * found.height()).orElse(0L);
    }
}
