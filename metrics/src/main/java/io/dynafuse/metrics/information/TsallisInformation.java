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
import io.dynafuse.metrics.signal.JointHistogram;
import io.dynafuse.metrics.signal.LevelHistogram;

/** Mutual information with the entropy of Tsallis, plain and normalised. */
public final class TsallisInformation {
    private static final double CVEJIC_ORDER = 1.85;
    private static final double NAVA_ORDER = 0.43137;

    private static final String TRANSPOSED =
            " The two marginal distributions are mistaken for one another, so that each cell of the joint histogram is divided by"
                    + " the frequencies of other levels; cells where one of these is zero are skipped.";

    private static final String STRETCHED =
            " Every image is first stretched to levels from 0 to 255, which is undefined for"
                    + " constant images that are not black.";

    /** The sum over the sources. */
    public static final Metric TE = Metric.of("TE", "mutual information with Tsallis entropy")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "TE = I(A, F) + I(B, F), I(S, F) = (1 − Σ h(i, j)^q / (p(i) r(j))^(q − 1)) / (1 − q), q = 1.85, where h is the"
                            + " joint histogram of S and F in 256 × 256 bins and p and r are those of S and F")
            .literature(new Literature(
                    "N. Cvejic, C. N. Canagarajah, D. R. Bull",
                    "Image fusion metric based on mutual information and Tsallis entropy",
                    "Electronics Letters 42(11)",
                    2006,
                    "10.1049/el:20060693"))
            .sources("The sum over all sources: it grows with their number.")
            .define(Definition.of("As published.", scene -> sum(scene, Marginals.MATCHED)), MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "Not Q_TE of Liu et al. (2012), which is TE_Nava. Values in the hundreds or thousands."
                                    + TRANSPOSED + STRETCHED,
                            StretchedScene.on(scene -> sum(scene, Marginals.MISTAKEN))),
                    MetricProfile.MEFB,
                    MetricProfile.LIU)
            .build();

    /** Normalised by the entropies of the sources. */
    public static final Metric TE_NAVA = Metric.of("TE_Nava", "normalised mutual information with Tsallis entropy")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Q = (I(A, F) + I(B, F)) / (H(A) + H(B) − I(A, B)), where I is the mutual information of TE with q = 0.43137 and"
                            + " H(S) = (1 − Σ p(i)^q) / (q − 1)")
            .literature(new Literature(
                    "R. Nava, G. Cristóbal, B. Escalante-Ramírez",
                    "Mutual information improves image fusion quality assessments",
                    "SPIE Newsroom",
                    2007,
                    ""))
            .twoSourcesOnly("the formula takes off what two sources share, and says nothing of more.")
            .define(Definition.of("As published.", TsallisInformation::normalised), MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "Q_TE of Liu et al. (2012). The denominator is H(A)^q + H(B)^q + I(A, B), where H is the entropy of"
                                    + " Shannon in bits raised to the power q instead of the entropy of Tsallis, and I is"
                                    + " added instead of taken off."
                                    + TRANSPOSED + STRETCHED,
                            StretchedScene.on(TsallisInformation::normalisedByShannon)),
                    MetricProfile.LIU)
            .build();

    private TsallisInformation() {}

    /** The marginal frequencies by which a cell of the joint histogram is divided. */
    private enum Marginals {
        MATCHED,
        MISTAKEN
    }

    private static Score sum(GrayScene scene, Marginals marginals) {
        return Score.of(scene.sources().stream()
                .mapToDouble(source -> mutual(scene, source, scene.fused(), CVEJIC_ORDER, marginals))
                .sum());
    }

    private static Score normalised(GrayScene scene) {
        Plane first = scene.sources().get(0);
        Plane second = scene.sources().get(1);
        double told = mutual(scene, first, scene.fused(), NAVA_ORDER, Marginals.MATCHED)
                + mutual(scene, second, scene.fused(), NAVA_ORDER, Marginals.MATCHED);
        double known = entropy(scene, first)
                + entropy(scene, second)
                - mutual(scene, first, second, NAVA_ORDER, Marginals.MATCHED);
        return known > 0 ? Score.of(told / known) : Score.undefined("both sources are constant");
    }

    private static Score normalisedByShannon(GrayScene scene) {
        Plane first = scene.sources().get(0);
        Plane second = scene.sources().get(1);
        double told = mutual(scene, first, scene.fused(), NAVA_ORDER, Marginals.MISTAKEN)
                + mutual(scene, second, scene.fused(), NAVA_ORDER, Marginals.MISTAKEN);
        double known = Math.pow(Entropy.bits(scene.get(new LevelHistogram(first))), NAVA_ORDER)
                + Math.pow(Entropy.bits(scene.get(new LevelHistogram(second))), NAVA_ORDER)
                + mutual(scene, first, second, NAVA_ORDER, Marginals.MISTAKEN);
        return known == 0 ? Score.undefined("both sources are constant") : Score.of(told / known);
    }

    private static double entropy(GrayScene scene, Plane plane) {
        double sum = 0;
        for (int count : scene.get(new LevelHistogram(plane))) {
            if (count > 0) {
                sum += Math.pow((double) count / plane.size(), NAVA_ORDER);
            }
        }
        return (1 - sum) / (NAVA_ORDER - 1);
    }

    private static double mutual(GrayScene scene, Plane first, Plane second, double order, Marginals marginals) {
        int[] joint = scene.get(new JointHistogram(first, second));
        int[] ofFirst = scene.get(new LevelHistogram(first));
        int[] ofSecond = scene.get(new LevelHistogram(second));
        double sum = marginals == Marginals.MATCHED
                ? powers(joint, ofFirst, ofSecond, first.size(), order)
                : powers(joint, ofSecond, ofFirst, first.size(), order);
        return (1 - sum) / (1 - order);
    }

    /** The sum of h^q / (p r)^(q − 1), taken from counts. */
    private static double powers(int[] joint, int[] rows, int[] columns, int pixels, double order) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] > 0) {
                double scale = (double) pixels / rows[i];
                for (int j = 0; j < columns.length; j++) {
                    int count = joint[256 * i + j];
                    if (count > 0 && columns[j] > 0) {
                        sum += count * Math.pow(count * scale / columns[j], order - 1);
                    }
                }
            }
        }
        return sum / pixels;
    }
}
