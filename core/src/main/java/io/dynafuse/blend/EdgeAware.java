package io.dynafuse.blend;

import java.util.stream.IntStream;

/**
 * Smooths planes so that they follow the edges of a guide (He, Sun and Tang, "Guided Image Filtering", 2013,
 * doi:10.1109/TPAMI.2012.213). What depends on the guide alone is computed once. {@code nn.GuidedFilter} does the same
 * on tensors.
 */
final class EdgeAware {
    private final Band guide;
    private final Band mean;
    private final Band inverse;
    private final int radius;

    /**
     * @param guide in [0,1]
     * @param radius of the square windows, in pixels
     * @param edge ε: windows whose guide has a smaller variance are smoothed
     */
    EdgeAware(Band guide, int radius, double edge) {
        this.guide = guide;
        this.radius = radius;
        this.mean = Smoothing.box(guide, radius);
        Band square = Smoothing.box(guide.squared(), radius);
        this.inverse =
                Band.of(guide.width(), guide.height(), mean.rows(), y -> inverse(square.row(y), mean.row(y), edge));
    }

    private static float[] inverse(float[] square, float[] mean, double edge) {
        float[] row = new float[mean.length];
        for (int x = 0; x < row.length; x++) {
            row[x] = (float) (1 / (Math.max(0, square[x] - mean[x] * mean[x]) + edge));
        }
        return row;
    }

    /** A plane that is not in memory as a whole, smoothed by such a guide. */
    static LazyPlane smooth(LazyPlane plane, LazyPlane guide, int radius, double edge) {
        return plane.like(rows -> {
            // Windows are gone through twice.
            Rows wider = rows.wider(2 * radius, plane.height());
            Band band = plane.band(wider);
            Band smooth = isZero(band) ? band : new EdgeAware(guide.band(wider), radius, edge).smooth(band);
            return () -> smooth::row;
        });
    }

    private static boolean isZero(Band band) {
        return IntStream.range(band.rows().from(), band.rows().to()).allMatch(y -> LazyPlane.isZero(band.row(y)));
    }

    /** The rows for which there is enough around them, smoothed; values near the least and greatest of the plane may be exceeded a little. */
    Band smooth(Band plane) {
        Band smooth = Smoothing.box(plane, radius);
        Band product = Smoothing.box(plane.with(guide, (a, b) -> a * b), radius);
        Band slope = Band.of(guide.width(), guide.height(), mean.rows(), y -> slope(smooth, product, y));
        Band offset = Band.of(guide.width(), guide.height(), mean.rows(), y -> offset(smooth, slope, y));
        Band slopes = Smoothing.box(slope, radius);
        Band offsets = Smoothing.box(offset, radius);
        return Band.of(guide.width(), guide.height(), slopes.rows(), y -> line(slopes, offsets, y));
    }

    private float[] line(Band slopes, Band offsets, int y) {
        float[] values = guide.row(y);
        float[] slope = slopes.row(y);
        float[] offset = offsets.row(y);
        float[] row = new float[values.length];
        for (int x = 0; x < row.length; x++) {
            row[x] = slope[x] * values[x] + offset[x];
        }
        return row;
    }

    private float[] offset(Band smooth, Band slopes, int y) {
        float[] smooths = smooth.row(y);
        float[] slope = slopes.row(y);
        float[] means = mean.row(y);
        float[] row = new float[means.length];
        for (int x = 0; x < row.length; x++) {
            row[x] = smooths[x] - slope[x] * means[x];
        }
        return row;
    }

    private float[] slope(Band smooth, Band product, int y) {
        float[] means = mean.row(y);
        float[] smooths = smooth.row(y);
        float[] products = product.row(y);
        float[] inverses = inverse.row(y);
        float[] row = new float[means.length];
        for (int x = 0; x < row.length; x++) {
            row[x] = (products[x] - means[x] * smooths[x]) * inverses[x];
        }
        return row;
    }
}
