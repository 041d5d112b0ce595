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
import io.dynafuse.metrics.signal.Filters;
import io.dynafuse.metrics.signal.Fourier;
import io.dynafuse.metrics.signal.Stretched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The contrast that the eye is sensitive to, preserved in the fused image. */
public final class ContrastPreservation {
    /** The metric. */
    public static final Metric QCB = Metric.of("Qcb", "preserved contrast")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Qcb = mean over pixels of Σ λ_S min(C_S, C_F) / max(C_S, C_F), λ_S = C_S² / Σ C_S², C = c³ / (c² + 0.0001),"
                            + " c = |(G₂ * I) / (G₄ * I) − 1|, where I is the image stretched to whole levels from 0 to 255 and filtered"
                            + " by the contrast sensitivity exp(−(r/15.387)²) − 0.7622 exp(−(r/1.3456)²), r = cycles over the image"
                            + " / 15, and G_s a Gaussian of standard deviation s")
            .literature(new Literature(
                    "Y. Chen, R. S. Blum",
                    "A new automated quality assessment algorithm for image fusion",
                    "Image and Vision Computing 27(10)",
                    2009,
                    "10.1016/j.imavis.2007.12.002"))
            .sources("For M sources, the weights λ are normalised over all of them.")
            .define(
                    Definition.of(
                            "Exponents, Z (the 0.0001), viewing distance and stretch are those of published code. Gaussians"
                                    + " of 31x31 that sum to 1, the image continued beyond its border by its rim.",
                            scene -> score(scene, Convention.PUBLISHED)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "Gaussians of 31x31 that are not normalised after they are cut off; beyond the border lie zeros,"
                                    + " so that the rim has a contrast of its own.",
                            scene -> score(scene, Convention.LIU)),
                    MetricProfile.VIFB,
                    MetricProfile.LIU,
                    MetricProfile.REFUSION)
            .define(
                    Definition.of(
                            "As under liu, but the levels are divided by 255 before they are stretched to 0 to 255 again,"
                                    + " so that a few pixels round differently (up to 7e-4 in the score).",
                            scene -> score(scene, Convention.MEFB)),
                    MetricProfile.MEFB,
                    MetricProfile.TCMOA)
            .build();

    /** The radius of the smoothing in pixels. */
    private static final int REACH = 15;

    /** Cycles over the image for one cycle per degree of sight. */
    private static final double CYCLES_PER_DEGREE = 15;

    private ContrastPreservation() {}

    private enum Convention {
        PUBLISHED(false, Border.REPLICATE, true),
        LIU(false, Border.ZERO, false),
        MEFB(true, Border.ZERO, false);

        private final boolean byUnit;
        private final Border border;
        private final boolean normalised;

        Convention(boolean byUnit, Border border, boolean normalised) {
            this.byUnit = byUnit;
            this.border = border;
            this.normalised = normalised;
        }

        double[] gaussian(double deviation) {
            double[] weights = new double[2 * REACH + 1];
            for (int i = -REACH; i <= REACH; i++) {
                weights[i + REACH] =
                        Math.exp(-i * i / (2 * deviation * deviation)) / (deviation * Math.sqrt(2 * Math.PI));
            }
            double sum = normalised ? Arrays.stream(weights).sum() : 1;
            return Arrays.stream(weights).map(weight -> weight / sum).toArray();
        }
    }

    /** The plane stretched to whole levels by way of the scale from 0 to 1. */
    private record StretchedByUnit(Plane plane) implements Feature<Plane> {
        @Override
        public Plane compute(Features features) {
            Extent.Ends ends = features.get(new Extent(plane));
            double lowest = ends.lowest() / 255;
            double extent = ends.highest() / 255 - lowest;
            double[] samples = plane.samples();
            double[] stretched = new double[samples.length];
            for (int i = 0; i < stretched.length; i++) {
                stretched[i] = Math.floor((samples[i] / 255 - lowest) / extent * 255 + 0.5);
            }
            return Plane.over(plane.width(), plane.height(), stretched);
        }
    }

    /** Each plane filtered by the sensitivity of the eye; two planes share a transform, as real and imaginary part. */
    private record Perceived(List<Plane> planes) implements Feature<List<Plane>> {
        @Override
        public List<Plane> compute(Features features) {
            Plane first = planes.get(0);
            Fourier fourier = new Fourier(first.width(), first.height());
            List<Plane> perceived = new ArrayList<>();
            for (int i = 0; i < planes.size(); i += 2) {
                Plane real = planes.get(i);
                // The last of an odd number has only itself to share with.
                Plane imaginary = planes.get(Math.min(i + 1, planes.size() - 1));
                double[] both = PairedPlanes.pair(real.samples(), imaginary.samples());
                fourier.forward(both);
                weigh(both, first.width(), first.height());
                fourier.inverse(both);
                perceived.add(Plane.over(first.width(), first.height(), PairedPlanes.real(both)));
                perceived.add(Plane.over(first.width(), first.height(), PairedPlanes.imaginary(both)));
            }
            return List.copyOf(perceived.subList(0, planes.size()));
        }

        private static void weigh(double[] spectrum, int width, int height) {
            double[] wideAcross = fallOff(width, 15.3870);
            double[] wideDown = fallOff(height, 15.3870);
            double[] narrowAcross = fallOff(width, 1.3456);
            double[] narrowDown = fallOff(height, 1.3456);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sensitivity = wideAcross[x] * wideDown[y] - 0.7622 * narrowAcross[x] * narrowDown[y];
                    spectrum[2 * (y * width + x)] *= sensitivity;
                    spectrum[2 * (y * width + x) + 1] *= sensitivity;
                }
            }
        }

        /** A Gaussian over the frequencies of one side. */
        private static double[] fallOff(int length, double deviation) {
            double[] weights = new double[length];
            for (int i = 0; i < length; i++) {
                double frequency = Math.min(i, length - i) / CYCLES_PER_DEGREE / deviation;
                weights[i] = Math.exp(-frequency * frequency);
            }
            return weights;
        }
    }

    private static Score score(GrayScene scene, Convention convention) {
        List<Plane> images = new ArrayList<>(scene.sources());
        images.add(scene.fused());
        if (images.stream().anyMatch(image -> scene.get(new Extent(image)).isConstant())) {
            return Score.undefined("a constant image cannot be stretched");
        }
        List<Plane> stretched = images.stream()
                .map(image -> stretched(scene, image, convention))
                .toList();
        List<double[]> contrasts = scene.get(new Perceived(stretched)).stream()
                .map(perceived -> contrast(perceived, convention))
                .toList();
        double[] fused = contrasts.get(contrasts.size() - 1);
        return Score.of(
                mean(contrasts.subList(0, contrasts.size() - 1), fused),
                "an image is zero all around one of its pixels once it is filtered");
    }

    private static Plane stretched(GrayScene scene, Plane image, Convention convention) {
        return scene.get(convention.byUnit ? new StretchedByUnit(image) : new Stretched(image));
    }

    private static double[] contrast(Plane perceived, Convention convention) {
        double[] centre = Filters.same(perceived, convention.gaussian(2), convention.border)
                .samples();
        double[] surround = Filters.same(perceived, convention.gaussian(4), convention.border)
                .samples();
        double[] contrast = new double[centre.length];
        for (int i = 0; i < contrast.length; i++) {
            double local = Math.abs(centre[i] / surround[i] - 1);
            contrast[i] = local * local * local / (local * local + 1e-4);
        }
        return contrast;
    }

    private static double mean(List<double[]> sources, double[] fused) {
        double sum = 0;
        for (int i = 0; i < fused.length; i++) {
            double weighted = 0;
            double weights = 0;
            double preserved = 0;
            for (double[] source : sources) {
                double weight = source[i] * source[i];
                double larger = Math.max(source[i], fused[i]);
                double ratio = larger == 0 ? 1 : Math.min(source[i], fused[i]) / larger;
                weighted += weight * ratio;
                weights += weight;
                preserved += ratio;
            }
            // Sources without contrast weigh the same.
            sum += weights == 0 ? preserved / sources.size() : weighted / weights;
        }
        return sum / fused.length;
    }
}
