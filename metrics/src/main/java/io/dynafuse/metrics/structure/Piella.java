package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.ColourRule;
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
import io.dynafuse.metrics.signal.Border;
import io.dynafuse.metrics.signal.Filters;
import io.dynafuse.metrics.signal.Gradient;
import java.util.List;

/** The fusion quality indices of Piella and Heijmans: similarity weighted by where the sources have their contrast. */
public final class Piella {
    private static final int SMALLEST_SIDE = Ssim.WINDOW.side();

    private static final String LOCAL =
            "q(w) = λa SSIM(A,F|w) + λb SSIM(B,F|w), λa = σA²/(σA² + σB²) and λb = 1 − λa in every window w of 11×11 pixels,"
                    + " Gaussian of deviation 1.5, both 1/2 where the sources are flat";

    private static final Literature PIELLA = new Literature(
            "G. Piella, H. Heijmans",
            "A new quality metric for image fusion",
            "International Conference on Image Processing",
            2003,
            "10.1109/ICIP.2003.1247209");

    private static final String SOURCES = "λ of a source is its variance over the sum of the variances of all sources.";

    private static final String SSIM_FOR_INDEX =
            "SSIM with its usual constants where the publication has the universal quality index, which has none.";

    private static final String PUBLISHED_CODE =
            " Gaussian windows of 11×11 are those of the code of Liu et al. (2012); the publication has uniform windows.";

    private static final String PUBLISHED_CODE_OF_EDGES =
            " Gaussian windows of 11×11 and Prewitt gradients are those of the code of Liu et al. (2012); the publication has"
                    + " uniform windows.";

    private static final String HALVES =
            "Windows where all sources are flat and black count as if their variance were 1/2; where they are flat at other"
                    + " levels, what rounding leaves of their variances decides between the sources.";

    private static final Definition WEIGHTED_EDGES = Definition.of(
                    "Not Qw: the formula is applied to the magnitudes of Prewitt gradients, zeros beyond the rim, and so is"
                            + " the edge term of Qe. "
                            + HALVES,
                    scene -> weighted(edges(scene), Salience.LITERAL))
            .fromSide(SMALLEST_SIDE);

    /** The plain index. */
    public static final Metric QS = Metric.of("Qs", "fusion quality index of Piella and Heijmans")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qs = mean of q over windows; " + LOCAL)
            .literature(PIELLA)
            .sources(SOURCES)
            .define(
                    Definition.of(
                                    SSIM_FOR_INDEX + PUBLISHED_CODE,
                                    scene -> Score.of(Maps.mean(blended(scene, Salience.STEADY))))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    SSIM_FOR_INDEX
                                            + " Where all sources are flat, what rounding leaves of their variances"
                                            + " decides between them.",
                                    scene -> Score.of(Maps.mean(blended(scene, Salience.LITERAL))))
                            .fromSide(SMALLEST_SIDE)
                            .withColour(ColourRule.GRAY),
                    MetricProfile.LIU,
                    MetricProfile.TCMOA)
            .build();

    /** The weighted index. */
    public static final Metric QW = Metric.of("Qw", "weighted fusion quality index of Piella and Heijmans")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qw = Σ c(w) q(w) over windows, c(w) = max(σA², σB²) divided by its sum over windows; " + LOCAL)
            .literature(PIELLA)
            .sources(SOURCES + " c takes the largest of them.")
            .define(
                    Definition.of(SSIM_FOR_INDEX + PUBLISHED_CODE, scene -> weighted(scene, Salience.STEADY))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(SSIM_FOR_INDEX + " " + HALVES, scene -> weighted(scene, Salience.LITERAL))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.LIU)
            .define(WEIGHTED_EDGES, MetricProfile.MEFB, MetricProfile.TCMOA)
            .build();

    /** The edge-dependent index. */
    public static final Metric QE = Metric.of("Qe", "edge-dependent fusion quality index of Piella and Heijmans")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("Qe = Qw · Qw′, where Qw′ is Qw of the magnitudes of the Prewitt gradients of all images")
            .literature(PIELLA)
            .sources("As Qw.")
            .define(
                    Definition.of(
                                    SSIM_FOR_INDEX
                                            + " The exponent α of the edge term is 1. Zeros beyond the rim of the"
                                            + " gradients."
                                            + PUBLISHED_CODE_OF_EDGES,
                                    scene -> edgeDependent(scene, Salience.STEADY))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    SSIM_FOR_INDEX
                                            + " The exponent α of the edge term is 1. The code itself stops with an error here;"
                                            + " this is the product of its two terms. "
                                            + HALVES,
                                    scene -> edgeDependent(scene, Salience.LITERAL))
                            .fromSide(SMALLEST_SIDE),
                    MetricProfile.LIU)
            .build();

    private Piella() {}

    private static Score edgeDependent(GrayScene scene, Salience salience) {
        Score plain = weighted(scene, salience);
        return plain instanceof Score.Value value
                ? weighted(edges(scene), salience).map(edge -> value.number() * edge)
                : plain;
    }

    private static Score weighted(GrayScene scene, Salience salience) {
        List<double[]> variances = scene.get(new Saliences(scene.sources(), salience));
        double[] largest = variances.get(0).clone();
        for (double[] variance : variances) {
            for (int i = 0; i < largest.length; i++) {
                largest[i] = Math.max(largest[i], variance[i]);
            }
        }
        double[] product = blended(scene, salience);
        for (int i = 0; i < product.length; i++) {
            product[i] *= largest[i];
        }
        return Score.of(Maps.sum(product) / Maps.sum(largest), "the sources are flat in every window");
    }

    private static double[] blended(GrayScene scene, Salience salience) {
        List<double[]> maps = scene.sources().stream()
                .map(source -> scene.get(new SimilarityMap(source, scene.fused(), Ssim.WINDOW, Constants.BYTES)))
                .toList();
        return Maps.blend(maps, scene.get(new Saliences(scene.sources(), salience)));
    }

    /** The value taken for the variance of flat windows. */
    private enum Salience {
        /** Zero. */
        STEADY,
        /** The residue of rounding in the code that the profile names, or 1/2 if that is zero for all sources. */
        LITERAL
    }

    /** The variances of all sources in every window. */
    private record Saliences(List<Plane> sources, Salience salience) implements Feature<List<double[]>> {
        @Override
        public List<double[]> compute(Features features) {
            if (salience == Salience.STEADY) {
                return sources.stream()
                        .map(source -> features.get(new SteadyCovariance(source, source, Ssim.WINDOW)))
                        .toList();
            }
            List<double[]> variances =
                    sources.stream().map(source -> literal(source, features)).toList();
            for (int i = 0; i < variances.get(0).length; i++) {
                halve(variances, i);
            }
            return variances;
        }

        private static double[] literal(Plane source, Features features) {
            double[] variance = features.get(new SteadyCovariance(source, source, Ssim.WINDOW))
                    .clone();
            boolean[] flat = features.get(new FlatWindows(source, Ssim.WINDOW.side()));
            double[][] weights = LiteralMean.weights(Ssim.WINDOW);
            int columns = source.width() - Ssim.WINDOW.side() + 1;
            double level = 0;
            double residue = 0;
            for (int i = 0; i < variance.length; i++) {
                if (flat[i]) {
                    double sample = source.at(i % columns, i / columns);
                    // Neighbouring flat windows mostly share their level.
                    residue = sample == level ? residue : LiteralMean.residue(weights, sample);
                    level = sample;
                    variance[i] = residue;
                }
            }
            return variance;
        }

        private static void halve(List<double[]> variances, int i) {
            for (double[] variance : variances) {
                if (variance[i] != 0) {
                    return;
                }
            }
            variances.forEach(variance -> variance[i] = 0.5);
        }
    }

    private static GrayScene edges(GrayScene scene) {
        return scene.each(PrewittMagnitude::new);
    }

    private record PrewittMagnitude(Plane plane) implements Feature<Plane> {
        private static final double[] DIFFERENCE = {-1, 0, 1};
        private static final double[] SMOOTHING = {1, 1, 1};

        @Override
        public Plane compute(Features features) {
            Gradient gradient = new Gradient(
                    Filters.same(plane, DIFFERENCE, SMOOTHING, Border.ZERO),
                    Filters.same(plane, SMOOTHING, DIFFERENCE, Border.ZERO));
            return Plane.over(plane.width(), plane.height(), gradient.magnitude());
        }
    }
}
