package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * Counts how many samples of a plane have each of the 256 {@linkplain Levels levels}.
 *
 * @param plane the plane
 */
public record LevelHistogram(Plane plane) implements Feature<int[]> {
    @Override
    public int[] compute(Features features) {
        int[] levels = features.get(new Levels(plane));
        // Two tables, as increments of the same entry would have to wait for each other.
        int[] even = new int[256];
        int[] odd = new int[256];
        int last = levels.length & ~1;
        for (int i = 0; i < last; i += 2) {
            even[levels[i]]++;
            odd[levels[i + 1]]++;
        }
        if (last < levels.length) {
            even[levels[last]]++;
        }
        for (int level = 0; level < 256; level++) {
            even[level] += odd[level];
        }
        return even;
    }
}
