package io.dynafuse.metrics.information;

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
import io.dynafuse.metrics.signal.JointHistogram;
import java.util.function.ToDoubleFunction;

/** Mutual information of the sources and the fused image, plain and normalised by their entropies. */
public final class MutualInformation {
    private static final double NATS_PER_BIT = Math.log(2);

    /** The sum of the mutual information over the sources. */
    public static final Metric MI = Metric.of("MI", "mutual information")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "MI = Σ over the sources S of I(S, F), where I(S, F) = H(S) + H(F) − H(S, F) from histograms in 256 and"
                            + " 256 × 256 bins; in bits")
            .literature(new Literature(
                    "G. Qu, D. Zhang, P. Yan",
                    "Information measure for performance of image fusion",
                    "Electronics Letters 38(7)",
                    2002,
                    "10.1049/el:20020212"))
            .sources("The sum over all sources, each of which adds at most 8 bits: it grows with their number.")
            .define(
                    Definition.of("As published: the sum over the sources, in bits.", MutualInformation::bits),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "In nats, 0.693 of the value in bits. Every image is first stretched to levels from 0 to 255,"
                                    + " which does not change the value for images of whole levels.",
                            scene -> nats(StretchedScene.of(scene))),
                    MetricProfile.VIFB)
            .define(
                    Definition.of("In nats, 0.693 of the value in bits.", MutualInformation::nats),
                    MetricProfile.CDDFUSE)
            .define(
                    Definition.of(
                            "In bits. The joint histogram counts the levels 254 and 255 as one, as its index saturates, while"
                                    + " the histograms of the images do not: the value is too large where both levels occur.",
                            scene -> sum(scene, source -> withMergedEnd(scene, source))),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .define(
                    Definition.of(
                                    "In bits, as the Tang code has it: the levels 254 and 255 are counted as one. The paper does"
                                            + " not tell the unit, but its MI is 7.6 to 8.1 times its NMI, which only bits allow.",
                                    scene -> sum(scene, source -> withMergedEnd(scene, source)))
                            .withColour(ColourRule.GRAY),
                    MetricProfile.TCMOA)
            .build();

    /** Mutual information, each source's share divided by the entropies. */
    public static final Metric NMI = Metric.of("NMI", "normalised mutual information")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 2)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "NMI = 2 [I(A, F) / (H(A) + H(F)) + I(B, F) / (H(B) + H(F))], where I is the mutual information and H the"
                            + " entropy of 256 levels")
            .literature(new Literature(
                    "M. Hossny, S. Nahavandi, D. Creighton",
                    "Comments on 'Information measure for performance of image fusion'",
                    "Electronics Letters 44(18)",
                    2008,
                    "10.1049/el:20081754"))
            .sources("Twice the mean over all sources, for two the sum as published; the range stays.")
            .define(Definition.of("As published.", MutualInformation::normalised), MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "Liu et al. (2012) call it Q_MI. Every image is first stretched to levels from 0 to 255, which does"
                                    + " not change the value for images of whole levels, but leaves it undefined for constant"
                                    + " images that are not black.",
                            StretchedScene.on(MutualInformation::normalised)),
                    MetricProfile.MEFB,
                    MetricProfile.LIU,
                    MetricProfile.TCMOA)
            .build();

    private MutualInformation() {}

    private static Score bits(GrayScene scene) {
        return sum(
                scene,
                source ->
                        scene.get(new SharedInformation(source, scene.fused())).mutual());
    }

    private static Score nats(GrayScene scene) {
        return bits(scene).map(value -> NATS_PER_BIT * value);
    }

    private static Score sum(GrayScene scene, ToDoubleFunction<Plane> share) {
        return Score.of(scene.sources().stream().mapToDouble(share).sum());
    }

    private static double withMergedEnd(GrayScene scene, Plane source) {
        SharedInformation.Bits bits = scene.get(new SharedInformation(source, scene.fused()));
        int[] merged = scene.get(new JointHistogram(source, scene.fused())).clone();
        for (int level = 0; level < 256; level++) {
            move(merged, 256 * 255 + level, 256 * 254 + level);
        }
        for (int level = 0; level < 256; level++) {
            move(merged, 256 * level + 255, 256 * level + 254);
        }
        return Math.max(0, bits.first() + bits.second() - Entropy.bits(merged));
    }

    private static void move(int[] counts, int from, int to) {
        counts[to] += counts[from];
        counts[from] = 0;
    }

    private static Score normalised(GrayScene scene) {
        double sum = 0;
        for (Plane source : scene.sources()) {
            SharedInformation.Bits bits = scene.get(new SharedInformation(source, scene.fused()));
            double entropies = bits.first() + bits.second();
            if (entropies == 0) {
                return Score.undefined("a source and the fused image are both constant");
            }
            sum += 2 * bits.mutual() / entropies;
        }
        return Score.of(2 * sum / scene.sources().size());
    }
}
