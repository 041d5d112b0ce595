package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The population variance of all samples of a plane. Exactly zero if they are all equal.
 *
 * @param plane the plane
 */
public record Variance(Plane plane) implements Feature<Double> {
    @Override
    public Double compute(Features features) {
        double[] samples = plane.samples();
        // Relative to one of the samples, whole levels give exact sums.
        double origin = samples[0];
        double even = 0;
        double odd = 0;
        double evenSquares = 0;
        double oddSquares = 0;
        int last = samples.length & ~1;
        for (int i = 0; i < last; i += 2) {
            double first = samples[i] - origin;
            double second = samples[i + 1] - origin;
            even += first;
            odd += second;
            evenSquares += first * first;
            oddSquares += second * second;
        }
        if (last < samples.length) {
            double remaining = samples[last] - origin;
            even += remaining;
            evenSquares += remaining * remaining;
        }
        double sum = even + odd;
        return Math.max(0, (evenSquares + oddSquares - sum / samples.length * sum) / samples.length);
    }
}
