package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Window;

/**
 * The covariance of two planes in every window that fits, with the residues of {@link LiteralMean}.
 *
 * @param first a plane
 * @param second a plane of equal size
 * @param window the window, Gaussian
 */
record LiteralCovariance(Plane first, Plane second, Window window) implements Feature<double[]> {
    @Override
    public double[] compute(Features features) {
        double[] x = first.samples();
        double[] y = second.samples();
        double[] products = new double[x.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = x[i] * y[i];
        }
        Plane product = Plane.over(first.width(), first.height(), products);
        double[] covariance = new LiteralMean(product, window).compute(features);
        double[] meanX = features.get(new LiteralMean(first, window));
        double[] meanY = features.get(new LiteralMean(second, window));
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] -= meanX[i] * meanY[i];
        }
        return covariance;
    }
}
