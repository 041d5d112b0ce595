package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Formula;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Border;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The balance of edges, after Petrović and Xydeas (2005): edges preserved, lost, and added, that is, found in no source. */
public final class EdgeBalance {
    private static final Literature PETROVIC_XYDEAS = new Literature(
            "V. Petrović, C. Xydeas",
            "Objective image fusion performance characterisation",
            "Tenth IEEE International Conference on Computer Vision, vol. 2",
            2005,
            "10.1109/ICCV.2005.175");
    private static final Literature KUMAR = new Literature(
            "B. K. Shreyamsha Kumar",
            "Multifocus and multispectral image fusion based on pixel significance using discrete cosine harmonic wavelet"
                    + " transform",
            "Signal, Image and Video Processing 7(6)",
            2013,
            "10.1007/s11760-012-0361-x");
    private static final String WHERE =
            "; Qˢ = √(0.9999 / (1 + exp(−19 (G − 0.5))) · 0.9995 / (1 + exp(−22 (A − 0.5))));"
                    + " G = min(gˢ, gᶠ) / max(gˢ, gᶠ); A = ||αˢ − αᶠ| − π/2| / (π/2); wˢ = (gˢ)^1.5 where gˢ ≥ 2, else 0.001;"
                    + " g and α are strength and orientation of the Sobel gradient divided by 8, the image mirrored at its rim";
    private static final String CANONICAL =
            "As published, with the constants of Kumar's code. Undefined if no gradient of a source reaches 2, so that only the"
                    + " weights of 0.001 are left.";
    private static final String TANG =
            "As published, with the constants of Kumar's code. Where nothing has an edge the score means nothing: identical flat"
                    + " images count as 99 % lost.";
    private static final String KUMAR_MODIFIED =
            "The measure as Kumar modified it, so that preserved, lost and added edges sum to 1.";
    private static final String OF_IDENTICAL_KEPT = " Identical images score about 0.9996.";
    private static final String OF_IDENTICAL_LOST = " Identical images score about 0.0004.";

    /** The preserved edges. */
    public static final Metric QABF_PETROVIC = Metric.of("Qabf_Petrovic", "edge transfer with the parameters of 2005")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qabf_Petrovic = Σ (Qᴬ wᴬ + Qᴮ wᴮ) / Σ (wᴬ + wᴮ), sums over the pixels" + WHERE)
            .literature(PETROVIC_XYDEAS)
            .sources("The sums run over all sources.")
            .define(
                    Definition.of(CANONICAL + OF_IDENTICAL_KEPT, scoreOfEdges(balance -> balance.kept)),
                    MetricProfile.CANONICAL)
            .define(Definition.of(TANG + OF_IDENTICAL_KEPT, score(balance -> balance.kept)), MetricProfile.TANG)
            .build();

    /** The lost edges. */
    public static final Metric LABF = Metric.of("Labf", "fusion loss")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Labf = Σ r ((1 − Qᴬ) wᴬ + (1 − Qᴮ) wᴮ) / Σ (wᴬ + wᴮ), where r = 1 at pixels with gᶠ ≤ gᴬ or gᶠ ≤ gᴮ,"
                            + " else 0" + WHERE)
            .literature(PETROVIC_XYDEAS)
            .sources("The sums run over all sources; r = 1 unless gᶠ exceeds the strength of every source.")
            .define(
                    Definition.of(CANONICAL + OF_IDENTICAL_LOST, scoreOfEdges(balance -> balance.lost)),
                    MetricProfile.CANONICAL)
            .define(Definition.of(TANG + OF_IDENTICAL_LOST, score(balance -> balance.lost)), MetricProfile.TANG)
            .build();

    /** The added edges, as Kumar counts them. */
    public static final Metric NABF = Metric.of("Nabf", "fusion artefacts")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Nabf = Σ m ((1 − Qᴬ) wᴬ + (1 − Qᴮ) wᴮ) / Σ (wᴬ + wᴮ), where m = 1 at pixels with gᶠ > gᴬ and gᶠ > gᴮ,"
                            + " else 0, so that Qabf_Petrovic + Labf + Nabf = 1" + WHERE)
            .literature(KUMAR)
            .sources("The sums run over all sources; m = 1 where gᶠ exceeds the strength of every source.")
            .define(
                    Definition.of(
                            KUMAR_MODIFIED
                                    + " Undefined if no gradient of a source reaches 2, so that only the weights of 0.001 are left.",
                            scoreOfEdges(balance -> balance.added)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            KUMAR_MODIFIED + " Where no source has an edge the score means nothing.",
                            score(balance -> balance.added)),
                    MetricProfile.TANG)
            .define(
                    Definition.of(
                            "As the Tang driver prints it: it mistakes the order of the images, so that the first source is"
                                    + " judged as if it were the fused image, and the fused image as if it were a source.",
                            EdgeBalance::addedByFirstSource),
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .build();

    /** The added edges, as first published. */
    public static final Metric NABF_PETROVIC = Metric.of("Nabf_Petrovic", "fusion artefacts as first published")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, 2)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Nabf_Petrovic = Σ m (2 − Qᴬ − Qᴮ) (wᴬ + wᴮ) / Σ (wᴬ + wᴮ), where m = 1 at pixels with gᶠ > gᴬ and gᶠ > gᴮ, else 0"
                            + WHERE)
            .literature(PETROVIC_XYDEAS)
            .sources(
                    "The 2 becomes the number M of sources, the sums run over all of them and the range ends at M; m = 1 where gᶠ"
                            + " exceeds the strength of every source.")
            .define(Definition.of(CANONICAL, scoreOfEdges(balance -> balance.addedPetrovic)), MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "As published, with the constants of Kumar's code. Where no source has an edge the score means"
                                    + " nothing.",
                            score(balance -> balance.addedPetrovic)),
                    MetricProfile.TANG)
            .build();

    private static final double WEIGHT_OF_NO_EDGE = 0.001;

    private static final Perception PERCEPTION = new Perception(0.9999 * 0.9995, 19, 0.5, 22, 0.5);

    private EdgeBalance() {}

    private static Formula score(ToDoubleFunction<Balance> part) {
        return scene -> Score.of(part.applyAsDouble(scene.get(new EdgeFlow(scene.fused(), scene.sources()))));
    }

    private static Formula scoreOfEdges(ToDoubleFunction<Balance> part) {
        return scene -> scene.sources().stream()
                        .anyMatch(source -> scene.get(new Weighing(source)).hasEdges())
                ? score(part).of(scene)
                : Score.undefined("no source has an edge");
    }

    private static Score addedByFirstSource(GrayScene scene) {
        List<Plane> sources = new ArrayList<>(scene.sources());
        Plane first = sources.remove(0);
        sources.add(scene.fused());
        return Score.of(scene.get(new EdgeFlow(first, sources)).added);
    }

    /** Shares of the weight of all edges. */
    private record Balance(double kept, double lost, double added, double addedPetrovic) {}

    /** Edges with the rim mirrored, and their weights. */
    private record WeighedEdges(Edges edges, double[] weights) {
        boolean hasEdges() {
            return Arrays.stream(weights).anyMatch(weight -> weight > WEIGHT_OF_NO_EDGE);
        }
    }

    private record Weighing(Plane plane) implements Feature<WeighedEdges> {
        @Override
        public WeighedEdges compute(Features features) {
            Edges sobel = features.get(new Edges.Sobel(plane, Border.REFLECT));
            double[] strength = sobel.strength();
            double[] weights = new double[strength.length];
            for (int i = 0; i < weights.length; i++) {
                // Strengths here are eight times those of the publication.
                double published = strength[i] / 8;
                weights[i] = published >= 2 ? published * Math.sqrt(published) : WEIGHT_OF_NO_EDGE;
            }
            return new WeighedEdges(sobel, weights);
        }
    }

    private record EdgeFlow(Plane fused, List<Plane> sources) implements Feature<Balance> {
        @Override
        public Balance compute(Features features) {
            Edges after = features.get(new Weighing(fused)).edges;
            Tally tally = new Tally(
                    after,
                    sources.stream()
                            .map(source -> features.get(new Weighing(source)))
                            .toList());
            int size = fused.size();
            for (int start = 0; start < size; start += EdgeBlock.SIZE) {
                tally.add(start, Math.min(EdgeBlock.SIZE, size - start));
            }
            return tally.balance();
        }
    }

    /** Sums over the pixels, one block after the other. */
    private static final class Tally {
        private final Edges fused;
        private final List<WeighedEdges> sources;
        private final EdgeBlock before = new EdgeBlock();
        private final EdgeBlock after = new EdgeBlock();
        private final double[] perceived = new double[EdgeBlock.SIZE];
        private final double[] orientations = new double[EdgeBlock.SIZE];
        private final double[] weights = new double[EdgeBlock.SIZE];
        private final double[] kept = new double[EdgeBlock.SIZE];
        private final double[] perceivedOfAll = new double[EdgeBlock.SIZE];
        private final double[] strongest = new double[EdgeBlock.SIZE];
        private double allWeights;
        private double allKept;
        private double added;
        private double addedPetrovic;

        Tally(Edges fused, List<WeighedEdges> sources) {
            this.fused = fused;
            this.sources = sources;
        }

        void add(int start, int count) {
            Arrays.fill(weights, 0);
            Arrays.fill(kept, 0);
            Arrays.fill(perceivedOfAll, 0);
            Arrays.fill(strongest, 0);
            after.read(fused, start, count);
            for (WeighedEdges source : sources) {
                before.read(source.edges, start, count);
                perceive(count);
                addSource(source.weights, start, count);
            }
            addPixels(count);
        }

        private void perceive(int count) {
            Perception.keptStrengths(before, after, count, perceived);
            for (int i = 0; i < count; i++) {
                // An edge in neither image cannot be preserved.
                if (before.strength[i] == 0) {
                    perceived[i] = 0;
                }
            }
            Perception.keptInclinations(before, after, count, orientations);
            PERCEPTION.perceive(perceived, orientations, count);
        }

        private void addSource(double[] weightsOfSource, int start, int count) {
            for (int i = 0; i < count; i++) {
                double weight = weightsOfSource[start + i];
                double seen = Math.sqrt(perceived[i]);
                weights[i] += weight;
                kept[i] += seen * weight;
                perceivedOfAll[i] += seen;
                strongest[i] = Math.max(strongest[i], before.strength[i]);
            }
        }

        private void addPixels(int count) {
            for (int i = 0; i < count; i++) {
                allWeights += weights[i];
                allKept += kept[i];
                if (after.strength[i] > strongest[i]) {
                    added += weights[i] - kept[i];
                    addedPetrovic += (sources.size() - perceivedOfAll[i]) * weights[i];
                }
            }
        }

        Balance balance() {
            double lost = allWeights - allKept - added;
            return new Balance(allKept / allWeights, lost / allWeights, added / allWeights, addedPetrovic / allWeights);
        }
    }
}
