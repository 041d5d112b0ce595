package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Extent;

/**
 * The plane stretched to the interval from 0 to 1; a constant one stays as it is.
 *
 * @param plane the plane
 */
record UnitStretched(Plane plane) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        Extent.Ends ends = features.get(new Extent(plane));
        if (ends.isConstant()) {
            return plane;
        }
        return Plane.over(plane.width(), plane.height(), ends.toUnit(plane));
    }
}
