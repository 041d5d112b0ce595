package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.ColourRule;
import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Border;
import io.dynafuse.metrics.signal.Gradient;
import io.dynafuse.metrics.signal.SobelGradient;
import java.util.Arrays;
import java.util.List;

/** Edge transfer as Liu et al. compute it: weighted anew at every pixel. */
public final class LocalEdgeTransfer {
    /** Stands for a derivative or a strength of zero. */
    private static final double ALMOST_ZERO = 1e-5;

    private static final Perception PERCEPTION = new Perception(1, 10, 0.5, 20, 0.75);

    private static final String STATEMENT =
            "The code of Liu et al. (2012), which gave this variant its name. The weights are"
                    + " normalised at every pixel, so that flat areas count as much as edges. Derivatives and strengths of zero are"
                    + " replaced by 1e-5; this makes the value change in the fourth digit when all images are transposed.";

    /** The metric. */
    public static final Metric QG = Metric.of("Qg", "edge transfer, locally normalised")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qg = mean over the pixels of (Qᴬ gᴬ + Qᴮ gᴮ) / (gᴬ + gᴮ);"
                    + " Qˢ = 1 / (1 + exp(−10 (G − 0.5))) · 1 / (1 + exp(−20 (A − 0.75)));"
                    + " G = min(gˢ, gᶠ) / max(gˢ, gᶠ); A = ||αˢ − αᶠ| − π/2| / (π/2);"
                    + " g and α are strength and orientation of the Sobel gradient, zeros beyond the rim")
            .literature(EdgeTransfer.XYDEAS_PETROVIC)
            .sources("the weights of a pixel are normalised over all sources")
            .define(Definition.of(STATEMENT, LocalEdgeTransfer::score), MetricProfile.CANONICAL, MetricProfile.LIU)
            .define(
                    Definition.of(STATEMENT + " On gray images, as that code does.", LocalEdgeTransfer::score)
                            .withColour(ColourRule.GRAY),
                    MetricProfile.TCMOA)
            .build();

    private LocalEdgeTransfer() {}

    /** Edges whose horizontal derivative is never zero. */
    private record SlantedEdges(Plane plane) implements Feature<Edges> {
        @Override
        public Edges compute(Features features) {
            Gradient gradient = features.get(new SobelGradient(plane, Border.ZERO));
            Edges upright = features.get(new Edges.Sobel(plane, Border.ZERO));
            double[] horizontal = gradient.horizontal().samples();
            double[] vertical = gradient.vertical().samples();
            double[] orientation = upright.orientation().clone();
            for (int i = 0; i < orientation.length; i++) {
                if (horizontal[i] == 0) {
                    orientation[i] = vertical[i] == 0 ? 0 : steep(vertical[i]);
                }
            }
            return new Edges(upright.strength(), orientation);
        }

        /** The arc tangent of a very large number, by the inverse of that number. */
        private static double steep(double vertical) {
            double inverse = ALMOST_ZERO / vertical;
            if (Math.abs(inverse) > 1e-4) {
                return Math.atan(1 / inverse);
            }
            return Math.copySign(Math.PI / 2, inverse) - inverse;
        }
    }

    private static Score score(GrayScene scene) {
        Edges fused = scene.get(new SlantedEdges(scene.fused()));
        List<Edges> sources = scene.sources().stream()
                .map(plane -> scene.get(new SlantedEdges(plane)))
                .toList();
        double[] strengths = new double[Perception.BLOCK];
        double[] orientations = new double[Perception.BLOCK];
        double[] perceived = new double[Perception.BLOCK];
        double[] weights = new double[Perception.BLOCK];
        double sum = 0;
        int size = scene.fused().size();
        for (int start = 0; start < size; start += Perception.BLOCK) {
            int count = Math.min(Perception.BLOCK, size - start);
            Arrays.fill(perceived, 0);
            Arrays.fill(weights, 0);
            for (int s = 0; s < sources.size(); s++) {
                Edges source = sources.get(s);
                Perception.keptStrengths(source, fused, start, count, strengths);
                replaceZeros(source, fused, s == 0, start, count, strengths);
                Perception.keptInclinations(source, fused, start, count, orientations);
                PERCEPTION.perceive(strengths, orientations, count);
                addWeighted(strengths, source.strength(), start, count, perceived, weights);
            }
            sum += sumOfRatios(perceived, weights, count);
        }
        return Score.of(sum / size);
    }

    /** A vanished edge keeps nothing of the first source and almost nothing of the others. */
    private static void replaceZeros(
            Edges source, Edges fused, boolean first, int start, int count, double[] strengths) {
        double[] before = source.strength();
        double[] after = fused.strength();
        for (int i = 0; i < count; i++) {
            if (before[start + i] == 0) {
                strengths[i] = after[start + i] == 0 ? 1 : atMostFour(ALMOST_ZERO / after[start + i]);
            } else if (after[start + i] == 0 && !first) {
                strengths[i] = atMostFour(ALMOST_ZERO / before[start + i]);
            }
        }
    }

    /** From there on the sigmoid is 1 in all its digits. */
    private static double atMostFour(double strength) {
        return Math.min(4, strength);
    }

    private static void addWeighted(
            double[] values, double[] strength, int start, int count, double[] sums, double[] weights) {
        for (int i = 0; i < count; i++) {
            double weight = strength[start + i] == 0 ? ALMOST_ZERO : strength[start + i];
            sums[i] += values[i] * weight;
            weights[i] += weight;
        }
    }

    private static double sumOfRatios(double[] numerators, double[] denominators, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += numerators[i] / denominators[i];
        }
        return sum;
    }
}
