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

/** Similarity weighted by the covariance of each source with the fused image. */
public final class Cvejic {
    private static final int SMALLEST_SIDE = UniversalIndex.WINDOW.side();

    private static final String OUTSIDE =
            "q = 0 where λa < 0 and q = 1 where λa > 1, where the publication cuts λa to 0..1: the score depends on the order of"
                    + " the sources.";

    private static final String LEFT_OUT =
            "windows in which the covariances of the sources with F sum to zero are left out.";

    private static final String NO_COVARIANCE = "no window has a covariance of the sources with the fused image";

    /** The metric. */
    public static final Metric QC = Metric.of("Qc", "fusion quality index of Cvejic et al.")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qc = mean of q(w) = λa SSIM(A,F|w) + (1 − λa) SSIM(B,F|w) over windows w, λa = σAF/(σAF + σBF)"
                    + " cut to 0..1; windows of 7×7 pixels, Gaussian of deviation 1.5;"
                    + " SSIM with C1 = C2 = 2·10⁻¹⁶")
            .literature(new Literature(
                    "N. Cvejic, A. Łoza, D. Bull, N. Canagarajah",
                    "A similarity metric for assessment of image fusion algorithms",
                    "International Journal of Signal Processing 2(3)",
                    2005,
                    ""))
            .sources(
                    "λ of a source is its covariance with F over the sum of these covariances, cut to 0..1; all λ are then divided"
                            + " by their sum.")
            .define(
                    Definition.of(
                                    "Flat windows have exactly zero variance; " + LEFT_OUT
                                            + UniversalIndex.PUBLISHED_CODE,
                                    scene -> score(scene, Outside.CUT))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    OUTSIDE + " Moreover, " + LEFT_OUT + UniversalIndex.ROUNDING,
                                    scene -> UniversalIndex.meanOfNumbers(
                                            map(scene, UniversalIndex.ROUNDED, Outside.REPLACED), NO_COVARIANCE))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.MEFB,
                    MetricProfile.TCMOA)
            .define(
                    Definition.of(
                                    OUTSIDE
                                            + " Undefined if the covariances of the sources with F sum to zero in any window, as"
                                            + " they do in black areas."
                                            + UniversalIndex.ROUNDING,
                                    scene -> Score.of(
                                            Maps.mean(map(scene, UniversalIndex.ROUNDED, Outside.REPLACED)),
                                            "the covariances of the sources with the fused image sum to zero in a window"))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.LIU)
            .build();

    private Cvejic() {}

    /** The treatment of a share of the covariance outside of 0..1. */
    enum Outside {
        /** It is clipped, as published. */
        CUT,
        /** It replaces the similarity of the window by 0 or 1, as in all code. */
        REPLACED
    }

    /** The score without residues of rounding. */
    static Score score(GrayScene scene, Outside outside) {
        return UniversalIndex.meanOfNumbers(map(scene, UniversalIndex.STEADY, outside), NO_COVARIANCE);
    }

    /** NaN where all covariances vanish. */
    private static double[] map(GrayScene scene, UniversalIndex index, Outside outside) {
        double[][] shares = scene.sources().stream()
                .map(source -> index.covariance(scene, source, scene.fused()).clone())
                .toArray(double[][]::new);
        divideBySum(shares);
        double[][] weights = outside == Outside.CUT ? cut(shares) : shares;
        double[] blended = new double[shares[0].length];
        for (int m = 0; m < weights.length; m++) {
            Plane source = scene.sources().get(m);
            double[] similarity = index.map(scene, source, scene.fused());
            for (int i = 0; i < blended.length; i++) {
                blended[i] += weights[m][i] * similarity[i];
            }
        }
        if (outside == Outside.REPLACED) {
            replaceOutside(shares, blended);
        }
        return blended;
    }

    private static double[][] cut(double[][] shares) {
        double[][] cut = new double[shares.length][];
        for (int m = 0; m < cut.length; m++) {
            cut[m] = shares[m].clone();
            for (int i = 0; i < cut[m].length; i++) {
                cut[m][i] = Math.max(0, Math.min(1, cut[m][i]));
            }
        }
        divideBySum(cut);
        return cut;
    }

    private static void divideBySum(double[][] parts) {
        double[] sum = new double[parts[0].length];
        for (double[] part : parts) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        for (double[] part : parts) {
            for (int i = 0; i < sum.length; i++) {
                part[i] /= sum[i];
            }
        }
    }

    private static void replaceOutside(double[][] shares, double[] blended) {
        // Backwards, as the first source has the last word.
        for (int m = shares.length - 1; m >= 0; m--) {
            double[] share = shares[m];
            for (int i = 0; i < blended.length; i++) {
                if (share[i] < 0) {
                    blended[i] = 0;
                } else if (share[i] > 1) {
                    blended[i] = 1;
                }
            }
        }
    }
}
