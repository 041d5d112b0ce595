package io.dynafuse.detection.score;

import io.dynafuse.detection.Box;

/**
 * Overlaps in whole billionths. In floating point, whether a half is reached, and which of two equal overlaps is the greater, would depend on
 * the scale of the image.
 */
final class Overlap {
    /** 0.50, 0.55, …, 0.95. */
    static final int THRESHOLDS = 10;

    private static final long ONE = 1_000_000_000;

    private Overlap() {}

    /** @param index from 0 to 9 */
    static long threshold(int index) {
        return ONE / 2 + index * (ONE / 20);
    }

    /** Intersection over union. */
    static long of(Box detection, Box truth) {
        return Math.round(ONE * detection.overlap(truth));
    }

    /** The share of a detection that lies in a region: what COCO takes for crowds. */
    static long inside(Box detection, Box region) {
        double both = detection.intersection(region);
        return both == 0 ? 0 : Math.round(ONE * both / detection.area());
    }
}
