package io.dynafuse.blend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Connected regions of pixels with one label, neighbours being those above, below, left and right.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Regions(int width, int height) {
    /**
     * Gives the pixels of regions of little mass the other of two labels.
     *
     * @param labels 0 or 1 of each pixel; not changed
     * @param label of the regions that are looked at
     * @param mass of each pixel
     * @param least the regions that change their label have less mass than this, over all their pixels
     */
    int[] flipped(int[] labels, int label, Plane mass, double least) {
        Runs runs = new Runs(width, height);
        for (int y = 0; y < height; y++) {
            runs.add(Arrays.copyOfRange(labels, y * width, (y + 1) * width), mass.row(y));
        }
        runs.flip(label, least);
        int[] result = new int[labels.length];
        for (int y = 0; y < height; y++) {
            System.arraycopy(runs.row(y), 0, result, y * width, width);
        }
        return result;
    }

    /** The pixels of each region with a label. */
    List<int[]> of(int[] labels, int label) {
        List<int[]> regions = new ArrayList<>();
        boolean[] seen = new boolean[labels.length];
        int[] region = new int[labels.length];
        for (int start = 0; start < labels.length; start++) {
            if (labels[start] == label && !seen[start]) {
                regions.add(Arrays.copyOf(region, grown(start, labels, seen, region)));
            }
        }
        return regions;
    }

    private int grown(int start, int[] labels, boolean[] seen, int[] region) {
        int size = 1;
        region[0] = start;
        seen[start] = true;
        for (int next = 0; next < size; next++) {
            int pixel = region[next];
            int x = pixel % width;
            size = added(x > 0 ? pixel - 1 : -1, pixel, labels, seen, region, size);
            size = added(x + 1 < width ? pixel + 1 : -1, pixel, labels, seen, region, size);
            size = added(pixel - width, pixel, labels, seen, region, size);
            size = added(pixel + width, pixel, labels, seen, region, size);
        }
        return size;
    }

    private static int added(int neighbour, int pixel, int[] labels, boolean[] seen, int[] region, int size) {
        if (neighbour < 0 || neighbour >= labels.length || seen[neighbour] || labels[neighbour] != labels[pixel]) {
            return size;
        }
        seen[neighbour] = true;
        region[size] = neighbour;
        return size + 1;
    }
}
