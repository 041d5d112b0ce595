package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The samples of a plane as whole levels 0..255: rounded and clipped.
 *
 * @param plane the plane
 */
public record Levels(Plane plane) implements Feature<int[]> {
    @Override
    public int[] compute(Features features) {
        double[] samples = plane.samples();
        int[] levels = new int[samples.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.max(0, Math.min(255, (int) (samples[i] + 0.5)));
        }
        return levels;
    }
}
