package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The plane stretched to whole levels from 0 to 255, as much code of the field does before it measures. A constant plane cannot be
 * stretched and stays as it is; the caller must check the {@link Extent} first.
 *
 * @param plane the plane
 */
public record Stretched(Plane plane) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        Extent.Ends ends = features.get(new Extent(plane));
        if (ends.isConstant()) {
            return plane;
        }
        double[] stretched = ends.toUnit(plane);
        for (int i = 0; i < stretched.length; i++) {
            stretched[i] = Math.floor(stretched[i] * 255 + 0.5);
        }
        return Plane.over(plane.width(), plane.height(), stretched);
    }
}
