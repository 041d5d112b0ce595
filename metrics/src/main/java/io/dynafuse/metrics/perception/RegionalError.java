package io.dynafuse.metrics.perception;

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
import io.dynafuse.metrics.signal.Extent;
import io.dynafuse.metrics.signal.Fourier;
import io.dynafuse.metrics.signal.Gradient;
import io.dynafuse.metrics.signal.SobelGradient;
import io.dynafuse.metrics.signal.Stretched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The visible error, region by region, weighted by the saliency of the sources. */
public final class RegionalError {
    /** The metric. */
    public static final Metric QCV = Metric.of("Qcv", "perceived error of salient regions")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Qcv = Σ Σ λ_S D_S / Σ Σ λ_S over blocks of 16x16 pixels and sources S; λ_S = Σ g⁵ over the block, g the length"
                            + " of Sobel's gradient of S; D_S = mean over the block of the square of S − F filtered by"
                            + " 2.6 (0.0192 + 0.114 r) exp(−(0.114 r)^1.1), r = cycles over the image / 4; images stretched to whole"
                            + " levels from 0 to 255")
            .literature(new Literature(
                    "H. Chen, P. K. Varshney",
                    "A human perception inspired quality metric for image fusion based on regional information",
                    "Information Fusion 8(2)",
                    2007,
                    "10.1016/j.inffus.2005.10.001"))
            .sources("For M sources, both sums run over all of them.")
            .define(
                    Definition.of(
                            "The contrast sensitivity of Mannos and Sakrison (1974); viewing distance, exponent and stretch are"
                                    + " those of published code; a black image is left as it is. The gradient"
                                    + " continues the image beyond its border by its rim, and the error of a block cut off at"
                                    + " the border is the mean over its own pixels.",
                            scene -> score(scene, Convention.PUBLISHED)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "The gradient sees zeros beyond the border, so that a bright rim is the most salient of edges, and"
                                    + " the error of a block cut off at the border is divided by 256 all the same. A black"
                                    + " image is not stretched. 0.144 stands where Mannos and Sakrison (1974) have 0.114.",
                            scene -> score(scene, Convention.LIU)),
                    MetricProfile.VIFB,
                    MetricProfile.MEFB,
                    MetricProfile.LIU,
                    MetricProfile.TCMOA)
            .build();

    private static final int BLOCK = 16;

    /** Cycles over the image for one cycle per degree of sight. */
    private static final double CYCLES_PER_DEGREE = 4;

    private RegionalError() {}

    private enum Convention {
        PUBLISHED(0.114, Border.REPLICATE, false),
        LIU(0.144, Border.ZERO, true);

        private final double decay;
        private final Border border;
        private final boolean byWholeBlocks;

        Convention(double decay, Border border, boolean byWholeBlocks) {
            this.decay = decay;
            this.border = border;
            this.byWholeBlocks = byWholeBlocks;
        }
    }

    /** The sensitivity of the eye to contrast (Mannos and Sakrison) for a quarter of the spectrum, row by row. */
    private record Sensitivity(int width, int height, double decay) implements Feature<double[]> {
        @Override
        public double[] compute(Features features) {
            int columns = width / 2 + 1;
            int rows = height / 2 + 1;
            double[] sensitivity = new double[columns * rows];
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    double frequency = decay * Math.sqrt((double) x * x + (double) y * y) / CYCLES_PER_DEGREE;
                    sensitivity[y * columns + x] = 2.6 * (0.0192 + frequency) * Math.exp(-Math.pow(frequency, 1.1));
                }
            }
            return sensitivity;
        }
    }

    private static Score score(GrayScene scene, Convention convention) {
        List<Plane> images = new ArrayList<>(scene.sources());
        images.add(scene.fused());
        if (!images.stream().allMatch(image -> scene.get(new Extent(image)).isStretchable())) {
            return Score.undefined("a constant image that is not black cannot be stretched");
        }
        List<Plane> sources = scene.sources().stream()
                .map(source -> scene.get(new Stretched(source)))
                .toList();
        List<double[]> errors =
                perceivedErrors(scene, sources, scene.get(new Stretched(scene.fused())), convention.decay);
        double[] pixels = pixelsOfBlocks(scene.width(), scene.height());
        double weighted = 0;
        double weights = 0;
        for (int i = 0; i < sources.size(); i++) {
            double[] saliency = blockSums(
                    fifthPowers(scene.get(new SobelGradient(sources.get(i), convention.border))), scene.width());
            double[] error = blockSums(errors.get(i), scene.width());
            for (int block = 0; block < saliency.length; block++) {
                weighted += saliency[block] * error[block] / (convention.byWholeBlocks ? BLOCK * BLOCK : pixels[block]);
                weights += saliency[block];
            }
        }
        return Score.of(weighted / weights, "no source has an edge");
    }

    /** Squares of the filtered differences of each source and the fused image. */
    private static List<double[]> perceivedErrors(GrayScene scene, List<Plane> sources, Plane fused, double decay) {
        Fourier fourier = new Fourier(scene.width(), scene.height());
        double[] sensitivity = scene.get(new Sensitivity(scene.width(), scene.height(), decay));
        List<double[]> errors = new ArrayList<>();
        for (int i = 0; i < sources.size(); i += 2) {
            // The last of an odd number has only itself to share a transform with.
            Plane partner = sources.get(Math.min(i + 1, sources.size() - 1));
            double[] both = PairedPlanes.pair(difference(sources.get(i), fused), difference(partner, fused));
            fourier.forward(both);
            weigh(both, sensitivity, scene.width(), scene.height());
            fourier.inverse(both);
            for (int j = 0; j < both.length; j++) {
                both[j] *= both[j];
            }
            errors.add(PairedPlanes.real(both));
            errors.add(PairedPlanes.imaginary(both));
        }
        return errors;
    }

    private static double[] difference(Plane source, Plane fused) {
        double[] difference = source.samples().clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= fused.samples()[i];
        }
        return difference;
    }

    private static void weigh(double[] spectrum, double[] sensitivity, int width, int height) {
        int columns = width / 2 + 1;
        for (int y = 0; y < height; y++) {
            int from = Math.min(y, height - y) * columns;
            for (int x = 0; x < width; x++) {
                double weight = sensitivity[from + Math.min(x, width - x)];
                spectrum[2 * (y * width + x)] *= weight;
                spectrum[2 * (y * width + x) + 1] *= weight;
            }
        }
    }

    private static double[] fifthPowers(Gradient gradient) {
        double[] x = gradient.horizontal().samples();
        double[] y = gradient.vertical().samples();
        double[] powers = new double[x.length];
        for (int i = 0; i < powers.length; i++) {
            double square = x[i] * x[i] + y[i] * y[i];
            powers[i] = square * square * Math.sqrt(square);
        }
        return powers;
    }

    /** The sums over blocks, row by row; blocks at the right and the lower border may be smaller. */
    private static double[] blockSums(double[] values, int width) {
        int height = values.length / width;
        int across = (width + BLOCK - 1) / BLOCK;
        int down = (height + BLOCK - 1) / BLOCK;
        double[] sums = new double[across * down];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sums[y / BLOCK * across + x / BLOCK] += values[y * width + x];
            }
        }
        return sums;
    }

    private static double[] pixelsOfBlocks(int width, int height) {
        double[] ones = new double[width * height];
        Arrays.fill(ones, 1);
        return blockSums(ones, width);
    }
}
