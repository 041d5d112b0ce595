package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.LocalMean;
import io.dynafuse.metrics.signal.Window;

/** SSIM practically without constants, so that the result for flat windows depends on how their variances are computed. */
enum UniversalIndex {
    /** Variances of flat windows are exactly zero. */
    STEADY,
    /** Variances of flat windows are the residues of rounding in the code that the profile names. */
    ROUNDED;

    /** The window. */
    static final Window WINDOW = Window.gaussian(7, 1.5);

    /** The documentation of {@link #ROUNDED}. */
    static final String ROUNDING =
            " Flat windows keep the rounding residue of the MATLAB code as their variance, so that large flat areas make the"
                    + " score arbitrary.";

    /** The documentation of the canonical definitions. */
    static final String PUBLISHED_CODE = " Constants and window (Gaussian, 7×7) are those of published code.";

    private static final Constants CONSTANTS = new Constants(2e-16, 2e-16);

    /** The covariance of two planes in every window. */
    double[] covariance(GrayScene scene, Plane first, Plane second) {
        return covariance(scene.features(), first, second);
    }

    private double[] covariance(Features features, Plane first, Plane second) {
        return this == STEADY
                ? features.get(new SteadyCovariance(first, second, WINDOW))
                : features.get(new LiteralCovariance(first, second, WINDOW));
    }

    private double[] mean(Features features, Plane plane) {
        return this == STEADY
                ? features.get(new LocalMean(plane, WINDOW)).samples()
                : features.get(new LiteralMean(plane, WINDOW));
    }

    /** The index of two planes in every window. */
    double[] map(GrayScene scene, Plane first, Plane second) {
        return scene.get(new IndexMap(this, first, second));
    }

    /** The mean of a map over the positions where it is a number; undefined, for the reason given, if there is none. */
    static Score meanOfNumbers(double[] map, String reasonIfNone) {
        double sum = 0;
        int count = 0;
        for (double value : map) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return Score.of(sum / count, reasonIfNone);
    }

    private record IndexMap(UniversalIndex form, Plane first, Plane second) implements Feature<double[]> {
        @Override
        public double[] compute(Features features) {
            return SimilarityMap.of(
                    form.mean(features, first),
                    form.mean(features, second),
                    form.covariance(features, first, first),
                    form.covariance(features, second, second),
                    form.covariance(features, first, second),
                    CONSTANTS);
        }
    }
}
