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
import io.dynafuse.metrics.signal.Sums;
import java.util.function.DoubleUnaryOperator;

/** Edges of the sources that the fused image has kept, after Xydeas and Petrović. */
public final class EdgeTransfer {
    static final Literature XYDEAS_PETROVIC = new Literature(
            "C. S. Xydeas, V. Petrović",
            "Objective image fusion performance measure",
            "Electronics Letters 36(4)",
            2000,
            "10.1049/el:20000267");

    private static final String EQUAL =
            "Where source and fused image have equal gradients, the strength itself stands for their ratio of 1: up to 0.0006 too"
                    + " high, most where pixels are copied from a source. Identical images score about 0.975.";

    private static final String SCALED = " The images are first multiplied by 255, which changes the ninth digit.";

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
            .sources("The sums run over all sources.")
            .define(
                    Definition.of(
                            "As published. The publication leaves the rim open; as in all common code zeros lie beyond it, so that"
                                    + " the rim of a bright image counts as an edge. Orientations of nearly π/2 and −π/2 count as far"
                                    + " apart, as published, although the edges are nearly parallel; Qabf_Petrovic does that"
                                    + " right. Identical images score 0.975.",
                            keptWhereEqual(strength -> 1)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(EQUAL + SCALED, keptWhereEqual(strength -> 255 * strength)),
                    MetricProfile.VIFB,
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                            EQUAL + SCALED + " As MEFB has it; the paper does not tell the code.",
                            keptWhereEqual(strength -> 255 * strength)),
                    MetricProfile.TCMOA)
            .define(
                    Definition.of(
                            EQUAL
                                    + " The published spreadsheet has values of an earlier version, which differ by up to 0.0014 of"
                                    + " the value.",
                            keptWhereEqual(strength -> strength)),
                    MetricProfile.TANG_UINT8)
            .define(
                    Definition.of(EQUAL, keptWhereEqual(strength -> strength)),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.CDDFUSE)
            .build();

    private EdgeTransfer() {}

    private static Formula keptWhereEqual(DoubleUnaryOperator keptWhereEqual) {
        return scene -> score(scene, keptWhereEqual);
    }

    private static Score score(GrayScene scene, DoubleUnaryOperator keptWhereEqual) {
        Edges fused = edges(scene, scene.fused());
        Transfer transfer = new Transfer(keptWhereEqual);
        for (Plane source : scene.sources()) {
            transfer.add(edges(scene, source), fused);
        }
        return Score.of(transfer.perceived / transfer.all, "no source has an edge");
    }

    private static Edges edges(GrayScene scene, Plane plane) {
        return scene.get(new Edges.Sobel(plane, Border.ZERO));
    }

    private static final class Transfer {
        private final DoubleUnaryOperator keptWhereEqual;
        private final EdgeBlock before = new EdgeBlock();
        private final EdgeBlock after = new EdgeBlock();
        private final double[] strengths = new double[EdgeBlock.SIZE];
        private final double[] orientations = new double[EdgeBlock.SIZE];
        private double perceived;
        private double all;

        Transfer(DoubleUnaryOperator keptWhereEqual) {
            this.keptWhereEqual = keptWhereEqual;
        }

        void add(Edges source, Edges fused) {
            int size = source.strength().length;
            for (int start = 0; start < size; start += EdgeBlock.SIZE) {
                int count = Math.min(EdgeBlock.SIZE, size - start);
                before.read(source, start, count);
                after.read(fused, start, count);
                Perception.keptStrengths(before, after, count, strengths);
                replaceEqual(count);
                keptOrientations(before.orientation, after.orientation, count, orientations);
                PERCEPTION.perceive(strengths, orientations, count);
                sum(count);
            }
        }

        private void replaceEqual(int count) {
            for (int i = 0; i < count; i++) {
                if (before.strength[i] == after.strength[i]) {
                    // From 4 on the sigmoid is 1 in all its digits.
                    strengths[i] = Math.min(4, keptWhereEqual.applyAsDouble(after.strength[i]));
                }
            }
        }

        private static void keptOrientations(double[] before, double[] after, int count, double[] agreements) {
            for (int i = 0; i < count; i++) {
                agreements[i] = 1 - Math.abs(before[i] - after[i]) * (2 / Math.PI);
            }
        }

        private void sum(int count) {
            perceived += Sums.ofProducts(strengths, before.strength, count);
            all += Sums.of(before.strength, 0, count);
        }
    }
}
