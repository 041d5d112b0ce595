package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * The weighted covariance of two planes in every window that fits: the mean of the products less the product of the means,
 * which in flat windows leaves a residue of rounding. For a plane with itself it is the variance. Callers name sources first and the fused
 * image last, so that metrics share it.
 *
 * @param first a plane
 * @param second a plane of equal size
 * @param window the window
 */
public record LocalCovariance(Plane first, Plane second, Window window) implements Feature<Plane> {
    @Override
    public Plane compute(Features features) {
        Plane mean = Filters.validOfProducts(first, second, window.weights());
        double[] meanX = features.get(new LocalMean(first, window)).samples();
        double[] meanY = features.get(new LocalMean(second, window)).samples();
        double[] covariance = mean.samples();
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] -= meanX[i] * meanY[i];
        }
        return mean;
    }
}
