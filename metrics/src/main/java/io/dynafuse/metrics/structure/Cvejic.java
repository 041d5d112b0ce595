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

/** Similarity weighted by how each source varies together with the fused image. */
public final class Cvejic {
    private static final int SMALLEST_SIDE = UniversalIndex.WINDOW.side();

    private static final String OUTSIDE =
            "q = 0 where λa < 0 and q = 1 where λa > 1, as all code has it; the publication cuts λa to 0..1 instead, so that"
                    + " the score depends on the order of the sources.";

    /** The metric. */
    public static final Metric QC = Metric.of("Qc", "fusion quality index of Cvejic et al.")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qc = mean of q(w) = λa SSIM(A,F|w) + (1 − λa) SSIM(B,F|w) over windows w, λa = σAF/(σAF + σBF),"
                    + " q = 0 where λa < 0, q = 1 where λa > 1; windows of 7×7 pixels, Gaussian of deviation 1.5;"
                    + " SSIM with C1 = C2 = 2·10⁻¹⁶")
            .literature(new Literature(
                    "N. Cvejic, A. Łoza, D. Bull, N. Canagarajah",
                    "A similarity metric for assessment of image fusion algorithms",
                    "International Journal of Signal Processing 2(3)",
                    2005,
                    ""))
            .sources(
                    "λ of a source is its covariance with F over the sum of these covariances; where some λ lie outside of"
                            + " 0..1, the first of them decides between q = 0 and q = 1.")
            .define(
                    Definition.of(
                                    "Flat windows have exactly zero variance; windows without covariance are left out. "
                                            + OUTSIDE,
                                    scene -> UniversalIndex.meanOfNumbers(map(scene, UniversalIndex.STEADY)))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    OUTSIDE + " Windows without covariance are left out." + UniversalIndex.ROUNDING,
                                    scene -> UniversalIndex.meanOfNumbers(map(scene, UniversalIndex.ROUNDED)))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.MEFB,
                    MetricProfile.TCMOA)
            .define(
                    Definition.of(
                                    OUTSIDE + " Undefined if any window is without covariance, as black areas are."
                                            + UniversalIndex.ROUNDING,
                                    scene -> Score.of(
                                            Maps.mean(map(scene, UniversalIndex.ROUNDED)),
                                            "a window is without covariance"))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.LIU)
            .build();

    private Cvejic() {}

    /** NaN where all covariances vanish. */
    private static double[] map(GrayScene scene, UniversalIndex index) {
        double[][] covariances = scene.sources().stream()
                .map(source -> index.covariance(scene, source, scene.fused()))
                .toArray(double[][]::new);
        double[] total = new double[covariances[0].length];
        for (double[] covariance : covariances) {
            for (int i = 0; i < total.length; i++) {
                total[i] += covariance[i];
            }
        }
        double[] blended = new double[total.length];
        for (int m = 0; m < covariances.length; m++) {
            Plane source = scene.sources().get(m);
            double[] similarity = index.map(scene, source, scene.fused());
            for (int i = 0; i < total.length; i++) {
                blended[i] += covariances[m][i] / total[i] * similarity[i];
            }
        }
        decideOutside(covariances, total, blended);
        return blended;
    }

    private static void decideOutside(double[][] covariances, double[] total, double[] blended) {
        for (int m = covariances.length - 1; m >= 0; m--) {
            double[] covariance = covariances[m];
            for (int i = 0; i < total.length; i++) {
                double share = covariance[i] / total[i];
                if (share < 0) {
                    blended[i] = 0;
                } else if (share > 1) {
                    blended[i] = 1;
                }
            }
        }
    }
}
