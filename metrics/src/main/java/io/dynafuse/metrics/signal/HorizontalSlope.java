package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The derivative along rows: half the difference of both neighbours, and at the rim the difference to the only neighbour.
 *
 * @param plane the plane, at least two samples wide
 */
public record HorizontalSlope(Plane plane) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        int width = plane.width();
        double[] samples = plane.samples();
        double[] slope = new double[samples.length];
        for (int y = 0; y < plane.height(); y++) {
            int first = y * width;
            int last = first + width - 1;
            slope[first] = samples[first + 1] - samples[first];
            for (int at = first + 1; at < last; at++) {
                slope[at] = (samples[at + 1] - samples[at - 1]) / 2;
            }
            slope[last] = samples[last] - samples[last - 1];
        }
        return Plane.over(width, plane.height(), slope);
    }
}
