package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * Counts how often each pair of {@linkplain Levels levels} occurs at one position: entry {@code 256 * x + y}, where x is the level of
 * the first plane and y that of the second.
 *
 * @param first a plane
 * @param second a plane of equal size
 */
public record JointHistogram(Plane first, Plane second) implements Feature<int[]> {
    @Override
    public int[] compute(Features features) {
        int[] x = features.get(new Levels(first));
        int[] y = features.get(new Levels(second));
        int[] counts = new int[256 * 256];
        for (int i = 0; i < x.length; i++) {
            counts[x[i] << 8 | y[i]]++;
        }
        return counts;
    }
}
