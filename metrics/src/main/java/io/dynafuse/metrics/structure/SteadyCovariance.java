package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.LocalCovariance;
import io.dynafuse.metrics.signal.Window;

/**
 * The covariance of two planes in every window that fits, accurate to eight digits however small it is, and exactly zero where a
 * plane is flat or symmetry makes it vanish.
 *
 * @param first a plane
 * @param second a plane of equal size
 * @param window the window
 */
record SteadyCovariance(Plane first, Plane second, Window window) implements Feature<double[]> {
    /** Above this limit, rounding changes the difference of two moments of 8-bit images by less than a share of 1e-8. */
    private static final double SAFE = 1e-3;

    /** Covariances that vanish by symmetry leave this share of their terms, whose sign must not count. */
    private static final double VANISHING = 1e-13;

    @Override
    public double[] compute(Features features) {
        Plane moments = features.get(new LocalCovariance(first, second, window));
        boolean[] firstFlat = features.get(new FlatWindows(first, window.side()));
        boolean[] secondFlat = features.get(new FlatWindows(second, window.side()));
        double[] covariance = moments.samples().clone();
        double[] weights = window.weights();
        for (int i = 0; i < covariance.length; i++) {
            if (firstFlat[i] || secondFlat[i]) {
                covariance[i] = 0;
            } else if (Math.abs(covariance[i]) < SAFE) {
                covariance[i] = aroundMiddle(i % moments.width(), i / moments.width(), weights);
            }
        }
        return covariance;
    }

    private double aroundMiddle(int left, int top, double[] weights) {
        int middle = weights.length / 2;
        double middleX = first.at(left + middle, top + middle);
        double middleY = second.at(left + middle, top + middle);
        double sumX = 0;
        double sumY = 0;
        double sumXY = 0;
        double size = 0;
        for (int row = 0; row < weights.length; row++) {
            for (int column = 0; column < weights.length; column++) {
                double weight = weights[row] * weights[column];
                double x = first.at(left + column, top + row) - middleX;
                double y = second.at(left + column, top + row) - middleY;
                sumX += weight * x;
                sumY += weight * y;
                sumXY += weight * x * y;
                size += weight * Math.abs(x * y);
            }
        }
        double covariance = sumXY - sumX * sumY;
        return Math.abs(covariance) > VANISHING * (size + Math.abs(sumX * sumY)) ? covariance : 0;
    }
}
