package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The smallest and the largest sample of a plane.
 *
 * @param plane the plane
 */
public record Extent(Plane plane) implements Feature<Extent.Ends> {
    /**
     * The ends.
     *
     * @param lowest the smallest sample
     * @param highest the largest sample
     */
    public record Ends(double lowest, double highest) {
        /** Whether all samples are equal. */
        public boolean isConstant() {
            return lowest == highest;
        }

        /** Whether code of the field can stretch the plane: not if it is constant, except for a black plane, which such code does not change. */
        public boolean isStretchable() {
            return !isConstant() || highest == 0;
        }

        /** The samples of a plane that is not constant, stretched to the interval from 0 to 1. */
        public double[] toUnit(Plane plane) {
            double[] samples = plane.samples();
            double[] unit = new double[samples.length];
            double extent = highest - lowest;
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (samples[i] - lowest) / extent;
            }
            return unit;
        }
    }

    @Override
    public Ends compute(Features features) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double sample : plane.samples()) {
            if (sample < lowest) {
                lowest = sample;
            }
            if (sample > highest) {
                highest = sample;
            }
        }
        return new Ends(lowest, highest);
    }
}
