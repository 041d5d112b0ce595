package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.ColourRule;
import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.LocalCovariance;

/** Structural similarity over five scales. */
public final class MultiScaleSsim {
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

    /** The window must fit after four halvings. */
    private static final int SMALLEST_SIDE = Ssim.WINDOW.side() << (WEIGHTS.length - 1);

    /** The metric. */
    public static final Metric MS_SSIM = Metric.of("MS-SSIM", "multi-scale structural similarity")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("MS-SSIM(X,F) = Π cs(j)^w(j) · SSIM(5)^w(5), j = 1..4, where cs is the mean of"
                    + " (2 σXF + C2)/(σX² + σF² + C2) and SSIM the mean of the whole similarity over the windows at scale"
                    + " j, each scale half as large as the one before; w = 0.0448, 0.2856, 0.3001, 0.2363, 0.1333;"
                    + " the mean over the sources")
            .literature(new Literature(
                    "Z. Wang, E. P. Simoncelli, A. C. Bovik",
                    "Multiscale structural similarity for image quality assessment",
                    "37th Asilomar Conference on Signals, Systems and Computers",
                    2003,
                    "10.1109/ACSSC.2003.1292216"))
            .sources("The mean over all sources.")
            .define(
                    Definition.of(
                                    "The mean over the sources. Undefined where the similarity at a scale is negative, as it"
                                            + " cannot be raised to a power.",
                                    MultiScaleSsim::score)
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    "What is reported under this name is MEF-MS-SSIM, another measure: three scales and"
                                            + " no luminance.",
                                    MefSsim::multiScale)
                            .fromSide(MefSsim.SMALLEST_SIDE)
                            .withColour(ColourRule.GRAY),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8,
                    MetricProfile.TCMOA)
            .build();

    private MultiScaleSsim() {}

    private static Score score(GrayScene scene) {
        double sum = 0;
        for (Plane source : scene.sources()) {
            sum += score(scene, source);
        }
        return Score.of(sum / scene.sources().size(), "the similarity at a scale is negative");
    }

    /** NaN if a scale is negative. */
    private static double score(GrayScene scene, Plane source) {
        Plane x = source;
        Plane fused = scene.fused();
        double product = 1;
        for (int scale = 0; scale < WEIGHTS.length - 1; scale++) {
            product *= Math.pow(structure(scene, x, fused), WEIGHTS[scale]);
            x = scene.get(new Halved(x));
            fused = scene.get(new Halved(fused));
        }
        double last = Maps.mean(scene.get(new SimilarityMap(x, fused, Ssim.WINDOW, Constants.BYTES)));
        return product * Math.pow(last, WEIGHTS[WEIGHTS.length - 1]);
    }

    private static double structure(GrayScene scene, Plane x, Plane fused) {
        double[] varianceX = scene.get(new LocalCovariance(x, x, Ssim.WINDOW)).samples();
        double[] varianceF =
                scene.get(new LocalCovariance(fused, fused, Ssim.WINDOW)).samples();
        double[] covariance =
                scene.get(new LocalCovariance(x, fused, Ssim.WINDOW)).samples();
        double contrast = Constants.BYTES.contrast();
        double[] map = new double[covariance.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (2 * covariance[i] + contrast) / (varianceX[i] + varianceF[i] + contrast);
        }
        return Maps.mean(map);
    }
}
