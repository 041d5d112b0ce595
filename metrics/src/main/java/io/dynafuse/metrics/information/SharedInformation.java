package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.JointHistogram;
import io.dynafuse.metrics.signal.LevelHistogram;

/**
 * The mutual information of the levels of two planes, and the entropies that it follows from. Callers name sources first and the fused
 * image last, so that metrics share it.
 *
 * @param first a plane
 * @param second a plane of equal size
 */
record SharedInformation(Plane first, Plane second) implements Feature<SharedInformation.Bits> {
    /**
     * Entropies in bits.
     *
     * @param first of the first plane
     * @param second of the second plane
     * @param joint of both together
     */
    record Bits(double first, double second, double joint) {
        /** The mutual information. */
        double mutual() {
            // It cannot be negative, except by rounding.
            return Math.max(0, first + second - joint);
        }
    }

    @Override
    public Bits compute(Features features) {
        return new Bits(
                Entropy.bits(features.get(new LevelHistogram(first))),
                Entropy.bits(features.get(new LevelHistogram(second))),
                Entropy.bits(features.get(new JointHistogram(first, second))));
    }
}
