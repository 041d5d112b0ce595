package io.dynafuse.blend;

import java.util.ArrayList;
import java.util.List;

/**
 * The finest levels of pyramids, which are computed band by band; the coarser ones are small enough to be computed as a whole.
 *
 * @param fine how many levels these are; 0 or more
 * @param widths of these levels and the next
 * @param heights of these levels and the next
 */
record PyramidBands(int fine, List<Integer> widths, List<Integer> heights) {
    /** Beyond these, a plane has a sixteenth of the pixels. */
    private static final int MOST = 2;

    /** @param levels of the whole pyramid, one or more */
    static PyramidBands of(int width, int height, int levels) {
        int fine = Math.min(MOST, levels - 1);
        List<Integer> widths = new ArrayList<>(List.of(width));
        List<Integer> heights = new ArrayList<>(List.of(height));
        for (int level = 0; level < fine; level++) {
            widths.add(Pyramid.half(widths.get(level)));
            heights.add(Pyramid.half(heights.get(level)));
        }
        return new PyramidBands(fine, List.copyOf(widths), List.copyOf(heights));
    }

    /**
     * The bands of the image.
     *
     * @param pixels of a band, about
     */
    Bands bands(int pixels) {
        return Bands.of(widths.get(0), heights.get(0), 1 << fine, pixels);
    }

    /** A plane of zeros of the finest of the coarser levels. */
    Plane coarse() {
        return Plane.zeros(widths.get(fine), heights.get(fine));
    }

    /** The rows that the finest of the coarser levels has in place of a band. */
    Rows reduced(Rows band) {
        Rows rows = band;
        for (int level = 0; level < fine; level++) {
            rows = new Rows(rows.from() / 2, Pyramid.half(rows.to()));
        }
        return rows;
    }

    /** The rows of each level, and of the next, from which a band is put together. */
    List<Rows> together(Rows band) {
        List<Rows> rows = new ArrayList<>(List.of(band));
        for (int level = 0; level < fine; level++) {
            rows.add(Pyramid.toDouble(rows.get(level), heights.get(level)));
        }
        return rows;
    }

    /** The rows of the image from which rows of the finest of the coarser levels are made. */
    Rows needed(Rows coarse) {
        Rows rows = coarse;
        for (int level = fine; level > 0; level--) {
            rows = Pyramid.toHalve(rows, heights.get(level - 1));
        }
        return rows;
    }

    /** Rows of the image as they are, and smoothed for each next level, as far as the rows suffice. */
    List<Band> gaussian(Band finest) {
        List<Band> all = new ArrayList<>(List.of(finest));
        while (all.size() <= fine) {
            all.add(Pyramid.halved(all.get(all.size() - 1)));
        }
        return all;
    }
}
