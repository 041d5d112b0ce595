package io.dynafuse.blend;

/**
 * Smooths planes so that they follow the edges of a guide (He, Sun and Tang, "Guided Image Filtering", 2013,
 * doi:10.1109/TPAMI.2012.213). What depends on the guide alone is computed once. {@code nn.GuidedFilter} does the same
 * on tensors.
 */
final class EdgeAware {
    private final Plane guide;
    private final Plane mean;
    private final Plane inverse;
    private final int radius;

    /**
     * @param guide in [0,1]
     * @param radius of the square windows, in pixels
     * @param edge ε: windows whose guide has a smaller variance are smoothed
     */
    EdgeAware(Plane guide, int radius, double edge) {
        this.guide = guide;
        this.radius = radius;
        this.mean = Smoothing.box(guide, radius);
        Plane square = Smoothing.box(guide.map(value -> value * value), radius);
        this.inverse = square.with(mean, (s, m) -> (float) (1 / (Math.max(0, s - m * m) + edge)));
    }

    /** The plane, smoothed; values near its least and greatest may be exceeded a little. */
    Plane smooth(Plane plane) {
        Plane smooth = Smoothing.box(plane, radius);
        Plane product = Smoothing.box(plane.with(guide, (a, b) -> a * b), radius);
        // In place: slope = (product − mean · smooth) · inverse, offset = smooth − slope · mean.
        product.update(mean.with(smooth, (m, s) -> m * s), (p, ms) -> p - ms);
        product.update(inverse, (p, i) -> p * i);
        smooth.update(product.with(mean, (slope, m) -> slope * m), (s, sm) -> s - sm);
        Plane slope = Smoothing.box(product, radius);
        slope.update(guide, (s, g) -> s * g);
        slope.update(Smoothing.box(smooth, radius), (s, offset) -> s + offset);
        return slope;
    }
}
