package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Extent;

/**
 * The plane rounded to about 2⁻⁴⁴ of its extent. A transform leaves residues of rounding where it should give zeros or equal samples; a
 * metric that stretches every window would take them for features.
 *
 * @param plane the plane
 */
record Settled(Plane plane) implements Feature<Plane> {
    private static final double STEPS_OF_ROUNDING = 1 << 8;

    @Override
    public Plane compute(Features features) {
        Extent.Ends ends = features.get(new Extent(plane));
        if (ends.isConstant()) {
            return plane;
        }
        double step = Math.ulp(ends.highest() - ends.lowest()) * STEPS_OF_ROUNDING;
        double[] samples = plane.samples();
        double[] settled = new double[samples.length];
        for (int i = 0; i < settled.length; i++) {
            settled[i] = Math.rint(samples[i] / step) * step;
        }
        return Plane.over(plane.width(), plane.height(), settled);
    }
}
