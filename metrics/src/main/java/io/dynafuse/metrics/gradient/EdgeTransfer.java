package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Formula;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Border;
import java.util.function.DoubleUnaryOperator;

/** Edges of the sources that the fused image has kept, after Xydeas and Petrović. */
public final class EdgeTransfer {
    static final Literature XYDEAS_PETROVIC = new Literature(
            "C. S. Xydeas, V. Petrović",
            "Objective image fusion performance measure",
            "Electronics Letters 36(4)",
            2000,
            "10.1049/el:20000267");

    private static final Perception PERCEPTION = new Perception(0.9994 * 0.9879, 15, 0.5, 22, 0.8);

    /** The metric. */
    public static final Metric QABF = Metric.of("Qabf", "edge transfer")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Qabf = Σ (Qᴬ gᴬ + Qᴮ gᴮ) / Σ (gᴬ + gᴮ), sums over the pixels;"
                            + " Qˢ = 0.9994 / (1 + exp(−15 (G − 0.5))) · 0.9879 / (1 + exp(−22 (A − 0.8)));"
                            + " G = min(gˢ, gᶠ) / max(gˢ, gᶠ); A = 1 − |αˢ − αᶠ| / (π/2);"
                            + " g and α = atan(vertical / horizontal) are strength and orientation of the Sobel gradient, zeros beyond the rim")
            .literature(XYDEAS_PETROVIC)
            .sources("the sums run over all sources")
            .define(
                    Definition.of(
                            "As published. The publication leaves the rim open; as in all common code zeros lie beyond it, so that"
                                    + " the rim of a bright image counts as an edge.",
                            keptWhereEqual(strength -> 1)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "Where source and fused image have equal gradients, the strength itself stands for their ratio, and the"
                                    + " images are first multiplied by 255. Changes the ninth digit.",
                            keptWhereEqual(strength -> 255 * strength)),
                    MetricProfile.VIFB,
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                            "Where source and fused image have equal gradients, the strength itself stands for their ratio. Changes"
                                    + " the ninth digit.",
                            keptWhereEqual(strength -> strength)),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8,
                    MetricProfile.CDDFUSE,
                    MetricProfile.REFUSION)
            .build();

    private EdgeTransfer() {}

    private static Formula keptWhereEqual(DoubleUnaryOperator keptWhereEqual) {
        return scene -> score(scene, keptWhereEqual);
    }

    private static Score score(GrayScene scene, DoubleUnaryOperator keptWhereEqual) {
        Edges fused = edges(scene, scene.fused());
        double perceived = 0;
        double all = 0;
        for (Plane plane : scene.sources()) {
            Edges source = edges(scene, plane);
            perceived += perceived(source, fused, keptWhereEqual);
            all += sum(source.strength());
        }
        return Score.of(perceived / all, "no source has an edge");
    }

    private static Edges edges(GrayScene scene, Plane plane) {
        return scene.get(new Edges.Sobel(plane, Border.ZERO));
    }

    private static double perceived(Edges source, Edges fused, DoubleUnaryOperator keptWhereEqual) {
        double[] strengths = new double[Perception.BLOCK];
        double[] orientations = new double[Perception.BLOCK];
        double sum = 0;
        int size = source.strength().length;
        for (int start = 0; start < size; start += Perception.BLOCK) {
            int count = Math.min(Perception.BLOCK, size - start);
            Perception.keptStrengths(source, fused, start, count, strengths);
            replaceEqual(source, fused, start, count, keptWhereEqual, strengths);
            keptOrientations(source, fused, start, count, orientations);
            PERCEPTION.perceive(strengths, orientations, count);
            sum += Perception.weightedSum(strengths, source.strength(), start, count);
        }
        return sum;
    }

    private static void replaceEqual(
            Edges source, Edges fused, int start, int count, DoubleUnaryOperator keptWhereEqual, double[] strengths) {
        double[] first = source.strength();
        double[] second = fused.strength();
        for (int i = 0; i < count; i++) {
            if (first[start + i] == second[start + i]) {
                // From here on the sigmoid is 1 in all its digits.
                strengths[i] = Math.min(4, keptWhereEqual.applyAsDouble(second[start + i]));
            }
        }
    }

    private static void keptOrientations(Edges source, Edges fused, int start, int count, double[] agreements) {
        double[] first = source.orientation();
        double[] second = fused.orientation();
        for (int i = 0; i < count; i++) {
            agreements[i] = 1 - Math.abs(first[start + i] - second[start + i]) * (2 / Math.PI);
        }
    }

    private static double sum(double[] values) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < values.length; i += 2) {
            even += values[i];
            odd += values[i + 1];
        }
        return i < values.length ? even + odd + values[i] : even + odd;
    }
}
