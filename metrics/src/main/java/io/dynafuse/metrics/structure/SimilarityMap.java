package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.LocalCovariance;
import io.dynafuse.metrics.signal.LocalMean;
import io.dynafuse.metrics.signal.Window;

/**
 * SSIM in every window that fits.
 *
 * @param source a plane
 * @param fused the plane it is compared with
 * @param window the window
 * @param constants added to numerators and denominators
 */
record SimilarityMap(Plane source, Plane fused, Window window, Constants constants) implements Feature<double[]> {
    @Override
    public double[] compute(Features features) {
        return of(
                features.get(new LocalMean(source, window)).samples(),
                features.get(new LocalMean(fused, window)).samples(),
                features.get(new LocalCovariance(source, source, window)).samples(),
                features.get(new LocalCovariance(fused, fused, window)).samples(),
                features.get(new LocalCovariance(source, fused, window)).samples(),
                constants);
    }

    /** SSIM from means, variances and the covariance of two planes. */
    static double[] of(
            double[] meanX,
            double[] meanY,
            double[] varianceX,
            double[] varianceY,
            double[] covariance,
            Constants constants) {
        double luminance = constants.luminance();
        double contrast = constants.contrast();
        double[] map = new double[covariance.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (2 * meanX[i] * meanY[i] + luminance)
                    * (2 * covariance[i] + contrast)
                    / ((meanX[i] * meanX[i] + meanY[i] * meanY[i] + luminance)
                            * (varianceX[i] + varianceY[i] + contrast));
        }
        return map;
    }
}
