package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.SymmetricEigenvalues;
import java.util.ArrayList;
import java.util.List;

/** How much information the sources and the fused image share as a group, by the spectrum of their mutual information. */
public final class NonlinearCorrelation {
    /** The base of the logarithms in entropies is the number of levels. */
    private static final double BITS_PER_LEVEL = 8;

    /** The metric. */
    public static final Metric QNCIE = Metric.of("Qncie", "nonlinear correlation information entropy")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Q = 1 + Σ (λᵢ/3) log₂₅₆(λᵢ/3), where λᵢ are the eigenvalues of the 3 × 3 matrix that has ones on its"
                            + " diagonal and elsewhere the mutual information to base 256 of each two of A, B and F")
            .literature(new Literature(
                    "Q. Wang, Y. Shen, J. Jin",
                    "Performance evaluation of image fusion techniques",
                    "Chapter 19 of T. Stathaki (ed.), Image Fusion: Algorithms and Applications, Academic Press, pages 469-492",
                    2008,
                    ""))
            .sources("The matrix of all M sources and the fused image, M + 1 instead of 3.")
            .define(
                    Definition.of(
                            "As published, from histograms in 256 and 256 × 256 bins. The diagonal is set to 1, though the mutual"
                                    + " information of an image with itself is H/8. Two sources: 0.802 to 1; most published values"
                                    + " lie between 0.80 and 0.83, so that differences look small. Images that tell nothing of"
                                    + " each other, such as constant ones, give the lowest value, 1 − log₂₅₆ 3.",
                            NonlinearCorrelation::score),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "Every image is first stretched to levels from 0 to 255, which does not change the value for images"
                                    + " of whole levels, but leaves it undefined for constant images that are not black.",
                            StretchedScene.on(NonlinearCorrelation::score)),
                    MetricProfile.MEFB,
                    MetricProfile.LIU,
                    MetricProfile.TCMOA,
                    MetricProfile.REFUSION)
            .build();

    private NonlinearCorrelation() {}

    private static Score score(GrayScene scene) {
        double[][] correlations = correlations(scene);
        double entropy = 0;
        for (double eigenvalue : SymmetricEigenvalues.of(correlations)) {
            double share = eigenvalue / correlations.length;
            if (share < -1e-12) {
                return Score.undefined("the mutual information of the images has a negative eigenvalue");
            }
            if (share > 0) {
                entropy -= share * Math.log(share);
            }
        }
        return Score.of(1 - entropy / Math.log(256));
    }

    private static double[][] correlations(GrayScene scene) {
        List<Plane> planes = new ArrayList<>(scene.sources());
        planes.add(scene.fused());
        double[][] correlations = new double[planes.size()][planes.size()];
        for (int i = 0; i < planes.size(); i++) {
            correlations[i][i] = 1;
            for (int j = i + 1; j < planes.size(); j++) {
                double mutual = scene.get(new SharedInformation(planes.get(i), planes.get(j)))
                        .mutual();
                correlations[i][j] = mutual / BITS_PER_LEVEL;
                correlations[j][i] = correlations[i][j];
            }
        }
        return correlations;
    }
}
