package io.dynafuse.blend;

/** The curve that gives one image the histogram of another: at every level, the same share of pixels is darker. */
record ToneCurve(float[] levels) {
    private static final int LEVELS = 256;

    static ToneCurve between(Plane from, Plane to) {
        return between(from, to, Plane.filled(from.width(), from.height(), 1));
    }

    /** @param shown only the pixels count at which this is above 0 */
    static ToneCurve between(Plane from, Plane to, Plane shown) {
        double[] sharesFrom = middleShares(from, shown);
        double[] sharesTo = middleShares(to, shown);
        float[] levels = new float[LEVELS];
        int above = 0;
        for (int level = 0; level < LEVELS; level++) {
            while (above < LEVELS && sharesTo[above] < sharesFrom[level]) {
                above++;
            }
            levels[level] = (float) (between(sharesTo, above, sharesFrom[level]) / (LEVELS - 1));
        }
        return new ToneCurve(levels);
    }

    private static double between(double[] shares, int above, double share) {
        if (above == 0) {
            return 0;
        }
        if (above == LEVELS) {
            return LEVELS - 1;
        }
        double step = shares[above] - shares[above - 1];
        return above - (step > 0 ? (shares[above] - share) / step : 0);
    }

    /** For each level, the share of pixels that are darker, and half of those that have it. */
    private static double[] middleShares(Plane plane, Plane shown) {
        int[] counts = new int[LEVELS];
        long all = 0;
        for (int i = 0; i < plane.values().length; i++) {
            if (shown.values()[i] > 0) {
                counts[Math.round(Math.min(Math.max(plane.values()[i], 0), 1) * (LEVELS - 1))]++;
                all++;
            }
        }
        double[] shares = new double[LEVELS];
        long darker = 0;
        for (int level = 0; level < LEVELS; level++) {
            shares[level] = (darker + counts[level] / 2.0) / Math.max(1, all);
            darker += counts[level];
        }
        return shares;
    }

    /** The value that a value becomes. */
    float of(float value) {
        float at = Math.min(Math.max(value, 0), 1) * (LEVELS - 1);
        int below = Math.min((int) at, LEVELS - 2);
        float share = at - below;
        return levels[below] * (1 - share) + levels[below + 1] * share;
    }
}
