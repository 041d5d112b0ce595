package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Elementary;
import io.dynafuse.metrics.signal.Sums;
import java.util.Arrays;

/** Details of the sources kept in the fused image, on two levels of the Haar wavelet. */
public final class MultiscaleEdges {
    /** The metric. */
    public static final Metric QM = Metric.of("Qm", "multi-scale edge preservation")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Qm = Q₁^(2/3) · Q₂^(1/3); Qₗ = Σ (Eᴬ Wᴬ + Eᴮ Wᴮ) / Σ (Wᴬ + Wᴮ) over level l of the orthonormal Haar wavelet;"
                            + " Eˢ = (exp(−|Hˢ − Hᶠ|) + exp(−|Vˢ − Vᶠ|) + exp(−|Dˢ − Dᶠ|)) / 3; W = H² + V² + D²;"
                            + " H, V, D are the horizontal, vertical and diagonal details")
            .literature(new Literature(
                    "P.-W. Wang, B. Liu",
                    "A novel image fusion metric based on multi-scale analysis",
                    "9th International Conference on Signal Processing",
                    2008,
                    ""))
            .sources("The sums of a level run over all sources.")
            .define(
                    Definition.of(
                                    "As the publication has it, the mean of the three terms of E, so that identical images score"
                                            + " 1. Two levels and their exponents are those of Liu et al. (2012). An odd last"
                                            + " row or column is left out.",
                                    scene -> score(scene).map(sum -> sum / 3))
                            .fromSide(4),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    "E is the sum of its three terms, not their mean, so that identical images score 3. An odd last"
                                            + " row or column is left out.",
                                    MultiscaleEdges::score)
                            .fromSide(4),
                    MetricProfile.LIU)
            .build();

    /** Beyond this the exponential is practically zero. */
    private static final double LARGEST_EXPONENT = 200;

    private MultiscaleEdges() {}

    private static Score score(GrayScene scene) {
        double first = level(scene, 1);
        double second = level(scene, 2);
        return Score.of(Math.cbrt(first * first * second), "no source has details");
    }

    /** The preservation on one level, 0 to 3; NaN if no source has details there. */
    static double level(GrayScene scene, int level) {
        Details fused = scene.get(new Haar(scene.fused(), level));
        double[] kept = new double[fused.horizontal.length];
        double numerator = 0;
        double denominator = 0;
        for (Plane plane : scene.sources()) {
            Details source = scene.get(new Haar(plane, level));
            preserved(source, fused, kept);
            numerator += Sums.ofProducts(kept, source.energy, kept.length);
            denominator += Sums.of(source.energy, 0, kept.length);
        }
        return numerator / denominator;
    }

    private static void preserved(Details source, Details fused, double[] kept) {
        Arrays.fill(kept, 0);
        addPreserved(source.horizontal, fused.horizontal, kept);
        addPreserved(source.vertical, fused.vertical, kept);
        addPreserved(source.diagonal, fused.diagonal, kept);
    }

    private static void addPreserved(double[] source, double[] fused, double[] kept) {
        for (int i = 0; i < kept.length; i++) {
            kept[i] += Elementary.exp(-Math.min(LARGEST_EXPONENT, Math.abs(source[i] - fused[i])));
        }
    }

    /** Details of one level, and the next coarser image. */
    private record Details(Plane coarse, double[] horizontal, double[] vertical, double[] diagonal, double[] energy) {}

    private record Haar(Plane plane, int level) implements Feature<Details> {
        @Override
        public Details compute(Features features) {
            Plane fine = level == 1 ? plane : features.get(new Haar(plane, level - 1)).coarse;
            int width = fine.width() / 2;
            int height = fine.height() / 2;
            Details details = new Details(
                    Plane.over(width, height, new double[width * height]),
                    new double[width * height],
                    new double[width * height],
                    new double[width * height],
                    new double[width * height]);
            for (int y = 0; y < height; y++) {
                transform(fine.samples(), 2 * y * fine.width(), fine.width(), y * width, width, details);
            }
            return details;
        }

        private static void transform(double[] fine, int start, int stride, int to, int count, Details details) {
            double[] coarse = details.coarse.samples();
            for (int x = 0; x < count; x++) {
                double upperLeft = fine[start + 2 * x];
                double upperRight = fine[start + 2 * x + 1];
                double lowerLeft = fine[start + stride + 2 * x];
                double lowerRight = fine[start + stride + 2 * x + 1];
                double upper = upperLeft + upperRight;
                double lower = lowerLeft + lowerRight;
                double upperStep = upperLeft - upperRight;
                double lowerStep = lowerLeft - lowerRight;
                double h = (upper - lower) / 2;
                double v = (upperStep + lowerStep) / 2;
                double d = (upperStep - lowerStep) / 2;
                coarse[to + x] = (upper + lower) / 2;
                details.horizontal[to + x] = h;
                details.vertical[to + x] = v;
                details.diagonal[to + x] = d;
                details.energy[to + x] = h * h + v * v + d * d;
            }
        }
    }
}
