package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The weighted mean of a plane in every window that fits.
 *
 * @param plane the plane
 * @param window the window
 */
public record LocalMean(Plane plane, Window window) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        return Filters.valid(plane, window.weights());
    }
}
