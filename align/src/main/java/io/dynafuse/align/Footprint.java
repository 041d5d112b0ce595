package io.dynafuse.align;

/**
 * Where in the plane of a reference a source has data: the pixels whose places lie in the source's area, which reaches half a pixel beyond the
 * centres of its outermost pixels. These are the pixels between straight lines, also if the map is a projective one. The source's own alpha
 * is not looked at: a pixel that is transparent in the source counts as one with data.
 *
 * @param width of the source in pixels
 * @param height of the source in pixels
 * @param toSource where a pixel of the reference is found in the source
 */
record Footprint(int width, int height, Transform toSource) {
    // Less than what Warp allows for, so that what is counted here is never transparent there.
    private static final double ROUNDING = 1e-8;

    /** Columns from the first to the last, both included; none if the last is before the first. */
    record Columns(int first, int last) {
        /** Those that are in both. */
        Columns and(Columns other) {
            return new Columns(Math.max(first, other.first), Math.min(last, other.last));
        }

        long count() {
            return Math.max(0, (long) last - first + 1);
        }
    }

    /** The columns of a row of the reference's plane at which the source has data; none beyond {@code limits}. */
    Columns columns(int y, Columns limits) {
        Interval interval = new Interval(limits.first(), limits.last());
        double[] z = {toSource.entry(2, 0), toSource.entry(2, 1) * y + toSource.entry(2, 2)};
        // The two conditions of a side add up to a depth that is not negative: behind the camera, none of this holds.
        for (int row = 0; row < 2; row++) {
            double most = (row == 0 ? width : height) - 0.5 + ROUNDING;
            double slope = toSource.entry(row, 0);
            double rest = toSource.entry(row, 1) * y + toSource.entry(row, 2);
            interval.require(slope + (0.5 + ROUNDING) * z[0], rest + (0.5 + ROUNDING) * z[1]);
            interval.require(most * z[0] - slope, most * z[1] - rest);
        }
        return interval.columns();
    }

    /** The places x at which linear functions are not negative. */
    private static final class Interval {
        private double least;
        private double most;

        Interval(double least, double most) {
            this.least = least;
            this.most = most;
        }

        /** That slope · x + rest is not negative. */
        void require(double slope, double rest) {
            if (slope > 0) {
                least = Math.max(least, -rest / slope);
            } else if (slope < 0) {
                most = Math.min(most, -rest / slope);
            } else if (rest < 0) {
                most = Double.NEGATIVE_INFINITY;
            }
        }

        Columns columns() {
            return new Columns((int) Math.ceil(least), (int) Math.floor(most));
        }
    }
}
