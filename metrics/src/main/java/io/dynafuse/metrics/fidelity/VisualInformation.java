package io.dynafuse.metrics.fidelity;

import io.dynafuse.metrics.ColourRule;
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
import io.dynafuse.metrics.signal.Extent;
import io.dynafuse.metrics.signal.Filters;
import io.dynafuse.metrics.signal.Levels;
import io.dynafuse.metrics.signal.LocalMean;
import io.dynafuse.metrics.signal.Window;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Visual information fidelity in the pixel domain, of the fused image against each source. */
public final class VisualInformation {
    /** Variance of the noise of the eye. */
    private static final double NOISE = 2;

    private static final String SATURATED =
            "Sum over the sources, on 8-bit integers: on the finest scale the products of samples"
                    + " saturate at 255 before they are averaged, which removes most of its variance.";

    /** The metric. */
    public static final Metric VIF = Metric.of("VIF", "visual information fidelity")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "VIF = mean over the sources S of Σ log(1 + g² σₛ² / (σᵥ² + 2)) / Σ log(1 + σₛ² / 2), sums over the windows of"
                            + " four scales; g = cov(S, F) / σₛ², σᵥ² = σ_f² − g cov(S, F); Gaussian windows of 17, 9, 5 and 3 pixels,"
                            + " deviation a fifth of the side")
            .literature(new Literature(
                    "H. R. Sheikh, A. C. Bovik",
                    "Image information and visual quality",
                    "IEEE Transactions on Image Processing 15(2)",
                    2006,
                    "10.1109/TIP.2005.859378"))
            .sources("The mean over all sources; profiles that add two sources add all of them.")
            .define(
                    definition(
                            "Mean over the sources of the variant of the authors in the pixel domain, which all code of the field uses;"
                                    + " the publication itself works on wavelets.",
                            scene -> sum(scene, Arithmetic.EXACT)
                                    .map(sum -> sum / scene.sources().size())),
                    MetricProfile.CANONICAL)
            .define(
                    definition("Sum over the sources.", scene -> sum(scene, Arithmetic.EXACT)),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER)
            .define(definition(SATURATED, scene -> sum(scene, Arithmetic.SATURATING)), MetricProfile.TANG_UINT8)
            .define(
                    definition(
                                    SATURATED + " On gray images, as that code does.",
                                    scene -> sum(scene, Arithmetic.SATURATING))
                            .withColour(ColourRule.GRAY),
                    MetricProfile.TCMOA)
            .define(
                    definition(
                            "Sum over the sources, in which a constant source counts 1. The code calls it VIFF, and tables print it"
                                    + " as VIF; it is not VIFF of Han et al.",
                            VisualInformation::sumWithConstants),
                    MetricProfile.CDDFUSE)
            .build();

    private VisualInformation() {}

    private static Definition definition(String statement, Formula formula) {
        return Definition.of(statement, formula).fromSide(Scales.SMALLEST_SIDE);
    }

    private static Score sum(GrayScene scene, Arithmetic arithmetic) {
        double sum = 0;
        for (Plane source : scene.sources()) {
            OptionalDouble term = scene.get(new Fidelity(source, scene.fused(), arithmetic));
            if (term.isEmpty()) {
                return Score.undefined("a source is constant");
            }
            sum += term.getAsDouble();
        }
        return Score.of(sum);
    }

    private static Score sumWithConstants(GrayScene scene) {
        return Score.of(scene.sources().stream()
                .mapToDouble(source -> scene.get(new Fidelity(source, scene.fused(), Arithmetic.EXACT))
                        .orElse(1))
                .sum());
    }

    private enum Arithmetic {
        EXACT,
        SATURATING
    }

    /** The fidelity of one source; empty if it has no variance. */
    private record Fidelity(Plane source, Plane fused, Arithmetic arithmetic) implements Feature<OptionalDouble> {
        @Override
        public OptionalDouble compute(Features features) {
            if (features.get(new Extent(source)).isConstant()) {
                return OptionalDouble.empty();
            }
            Plane from = arithmetic == Arithmetic.EXACT ? source : features.get(new Whole(source));
            Plane to = arithmetic == Arithmetic.EXACT ? fused : features.get(new Whole(fused));
            Total total = new Total();
            for (int scale = 0; scale < Scales.WINDOWS.size(); scale++) {
                total.add(
                        scale == 0 && arithmetic == Arithmetic.SATURATING
                                ? saturated(from, to, features)
                                : Scales.channel(from, to, scale, features));
            }
            double fidelity = total.throughChannel / total.direct;
            return Double.isNaN(fidelity) ? OptionalDouble.empty() : OptionalDouble.of(fidelity);
        }

        private static Channel saturated(Plane source, Plane fused, Features features) {
            return new Channel(
                    features.get(new SaturatedCovariance(source, source)),
                    features.get(new SaturatedCovariance(fused, fused)),
                    features.get(new SaturatedCovariance(source, fused)));
        }
    }

    /** Sums of logarithms over all windows and scales. */
    private static final class Total {
        private final Channel.Information information = new Channel.Information();
        private double throughChannel;
        private double direct;

        void add(Channel channel) {
            for (int start = 0; start < channel.size(); start += Channel.BLOCK) {
                int count = Math.min(Channel.BLOCK, channel.size() - start);
                information.read(channel, NOISE, start, count);
                throughChannel += Channel.sumOfLogarithms(information.throughChannel, count);
                direct += Channel.sumOfLogarithms(information.direct, count);
            }
        }
    }

    /** The plane rounded to whole levels. */
    private record Whole(Plane plane) implements Feature<Plane> {
        @Override
        public Plane compute(Features features) {
            int[] levels = features.get(new Levels(plane));
            return Plane.over(
                    plane.width(),
                    plane.height(),
                    Arrays.stream(levels).asDoubleStream().toArray());
        }
    }

    /** The covariance in the windows of the finest scale where no product exceeds 255. */
    private record SaturatedCovariance(Plane first, Plane second) implements Feature<Plane> {
        @Override
        public Plane compute(Features features) {
            Window window = Scales.WINDOWS.get(0);
            double[] x = first.samples();
            double[] y = second.samples();
            double[] products = new double[x.length];
            for (int i = 0; i < products.length; i++) {
                products[i] = Math.min(255, x[i] * y[i]);
            }
            Plane mean = Filters.valid(Plane.over(first.width(), first.height(), products), window.weights());
            double[] meanX = features.get(new LocalMean(first, window)).samples();
            double[] meanY = features.get(new LocalMean(second, window)).samples();
            double[] covariance = mean.samples().clone();
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] -= meanX[i] * meanY[i];
            }
            return Plane.over(mean.width(), mean.height(), covariance);
        }
    }
}
