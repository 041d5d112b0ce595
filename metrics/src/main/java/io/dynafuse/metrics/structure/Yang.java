package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;

/** Similarity with both sources where they agree, and with the more similar one where they do not. */
public final class Yang {
    private static final int SMALLEST_SIDE = UniversalIndex.WINDOW.side();

    private static final String FLAT_EVERYWHERE = "the sources are flat in every window";

    /** The similarity from which on the sources agree. */
    private static final double AGREEMENT = 0.75;

    /** The metric. */
    public static final Metric QY = Metric.of("Qy", "fusion quality metric of Yang et al.")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qy = mean over windows w of λ SSIM(A,F|w) + (1 − λ) SSIM(B,F|w), λ = σA²/(σA² + σB²), where"
                    + " SSIM(A,B|w) ≥ 0.75, and of max(SSIM(A,F|w), SSIM(B,F|w)) elsewhere; windows of 7×7 pixels, Gaussian"
                    + " of deviation 1.5; SSIM with C1 = C2 = 2·10⁻¹⁶")
            .literature(new Literature(
                    "C. Yang, J.-Q. Zhang, X.-R. Wang, X. Liu",
                    "A novel similarity based quality metric for image fusion",
                    "Information Fusion 9(2)",
                    2008,
                    "10.1016/j.inffus.2006.09.001"))
            .twoSourcesOnly("it compares the two with each other.")
            .define(
                    Definition.of(
                                    "Flat windows have exactly zero variance; windows where both sources are flat are left out."
                                            + UniversalIndex.PUBLISHED_CODE,
                                    scene -> UniversalIndex.meanOfNumbers(
                                            map(scene, UniversalIndex.STEADY), FLAT_EVERYWHERE))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    "Windows where the variances of both sources vanish are left out."
                                            + UniversalIndex.ROUNDING,
                                    scene -> UniversalIndex.meanOfNumbers(
                                            map(scene, UniversalIndex.ROUNDED), FLAT_EVERYWHERE))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                                    "Undefined if the variances of both sources vanish in any window, as they do in black"
                                            + " areas." + UniversalIndex.ROUNDING,
                                    scene -> Score.of(
                                            Maps.mean(map(scene, UniversalIndex.ROUNDED)),
                                            "both sources are flat in a window"))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.LIU)
            .build();

    private Yang() {}

    /** NaN where neither source has variance. */
    private static double[] map(GrayScene scene, UniversalIndex index) {
        Plane first = scene.sources().get(0);
        Plane second = scene.sources().get(1);
        double[] firstVariance = index.covariance(scene, first, first);
        double[] secondVariance = index.covariance(scene, second, second);
        double[] between = index.map(scene, first, second);
        double[] firstIndex = index.map(scene, first, scene.fused());
        double[] secondIndex = index.map(scene, second, scene.fused());
        double[] map = new double[between.length];
        for (int i = 0; i < map.length; i++) {
            double share = firstVariance[i] / (firstVariance[i] + secondVariance[i]);
            double nearer = Math.max(firstIndex[i], secondIndex[i]);
            double weighted = share * firstIndex[i] + (1 - share) * secondIndex[i];
            // Without variance the share is NaN, and so is the score where sources differ.
            map[i] = between[i] >= AGREEMENT || Double.isNaN(share) ? weighted : nearer;
        }
        return map;
    }
}
