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
import io.dynafuse.metrics.signal.Sums;
import java.util.Arrays;
import java.util.List;

/** Edge transfer as Liu et al. compute it: normalised by the weights at every pixel. */
public final class LocalEdgeTransfer {
    /** Replaces a derivative or a strength of zero. */
    private static final double ALMOST_ZERO = 1e-5;

    private static final Perception PERCEPTION = new Perception(1, 10, 0.5, 20, 0.75);

    private static final String STATEMENT =
            "Not the published formula, which is Qabf: this is the code of Liu et al. (2012), which gave the variant its name. The"
                    + " weights are normalised at every pixel, so that flat areas count as much as edges. Derivatives and strengths"
                    + " of zero are replaced by 1e-5; this makes the value change in the fourth digit when all images are transposed."
                    + " Identical images score about 0.987.";

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
            .sources("The weights of a pixel are normalised over all sources.")
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
        int size = scene.fused().size();
        Pixels pixels = new Pixels();
        double sum = 0;
        for (int start = 0; start < size; start += EdgeBlock.SIZE) {
            sum += pixels.sumOfScores(sources, fused, start, Math.min(EdgeBlock.SIZE, size - start));
        }
        return Score.of(sum / size);
    }

    /** The scores of a block of pixels. */
    private static final class Pixels {
        private final EdgeBlock before = new EdgeBlock();
        private final EdgeBlock after = new EdgeBlock();
        private final double[] strengths = new double[EdgeBlock.SIZE];
        private final double[] orientations = new double[EdgeBlock.SIZE];
        private final double[] perceived = new double[EdgeBlock.SIZE];
        private final double[] weights = new double[EdgeBlock.SIZE];

        double sumOfScores(List<Edges> sources, Edges fused, int start, int count) {
            Arrays.fill(perceived, 0);
            Arrays.fill(weights, 0);
            after.read(fused, start, count);
            for (int source = 0; source < sources.size(); source++) {
                before.read(sources.get(source), start, count);
                Perception.keptStrengths(before, after, count, strengths);
                replaceZeros(source == 0, count);
                Perception.keptInclinations(before, after, count, orientations);
                PERCEPTION.perceive(strengths, orientations, count);
                addWeighted(strengths, before.strength, count, perceived, weights);
            }
            for (int i = 0; i < count; i++) {
                perceived[i] /= weights[i];
            }
            return Sums.of(perceived, 0, count);
        }

        /**
         * The code replaces a strength of zero after comparing the first source with it: a vanished edge preserves nothing of the first
         * source and almost nothing of the others.
         */
        private void replaceZeros(boolean first, int count) {
            for (int i = 0; i < count; i++) {
                if (before.strength[i] == 0) {
                    before.strength[i] = ALMOST_ZERO;
                    strengths[i] = after.strength[i] == 0 ? 1 : kept(after.strength[i]);
                } else if (after.strength[i] == 0 && !first) {
                    strengths[i] = kept(before.strength[i]);
                }
            }
        }

        /** From 4 on the sigmoid is 1 in all its digits. */
        private static double kept(double strength) {
            return Math.min(4, ALMOST_ZERO / strength);
        }

        private static void addWeighted(
                double[] values, double[] strength, int count, double[] sums, double[] weights) {
            for (int i = 0; i < count; i++) {
                sums[i] += values[i] * strength[i];
                weights[i] += strength[i];
            }
        }
    }
}
