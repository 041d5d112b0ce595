package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The gradient by Sobel's kernels, weights 1 2 1 across and -1 0 1 along, not normalised: eight times the slope.
 *
 * @param plane the plane
 * @param border what lies beyond its rim
 */
public record SobelGradient(Plane plane, Border border) implements Feature<Gradient> {
    private static final double[] DIFFERENCE = {-1, 0, 1};
    private static final double[] SMOOTHING = {1, 2, 1};

    @Override
    public Gradient compute(Features features) {
        return new Gradient(
                Filters.same(plane, DIFFERENCE, SMOOTHING, border), Filters.same(plane, SMOOTHING, DIFFERENCE, border));
    }
}
