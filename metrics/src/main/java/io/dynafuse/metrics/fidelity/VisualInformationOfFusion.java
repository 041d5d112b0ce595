package io.dynafuse.metrics.fidelity;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import java.util.Arrays;
import java.util.List;

/** Visual information fidelity for fusion: every window uses the source that is transferred worst. */
public final class VisualInformationOfFusion {
    /** Variance of the noise of the eye. */
    private static final double NOISE = 0.005 * 255 * 255;

    /** Added to the information of each window, so that the ratio is defined for flat images. */
    private static final double LEAST_INFORMATION = 1e-7;

    private static final double[] SCALE_WEIGHTS = {1 / 2.15, 0, 0.15 / 2.15, 1 / 2.15};

    private static final String STATEMENT =
            "As published. Where the gains of the sources are equal, the last source counts.";

    /** The metric. */
    public static final Metric VIFF = Metric.of("VIFF", "visual information fidelity for fusion")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula("VIFF = (V₁ + 0.15 V₃ + V₄) / 2.15; V of a scale = Σ (log₁₀(1 + g² σₛ² / (σᵥ² + N)) + 10⁻⁷) /"
                    + " Σ (log₁₀(1 + σₛ² / N) + 10⁻⁷) over its windows, each with the source S of the smaller gain g;"
                    + " N = 0.005 · 255²; g, σᵥ and the windows are those of VIF")
            .literature(new Literature(
                    "Y. Han, Y. Cai, Y. Cao, X. Xu",
                    "A new image fusion performance metric based on visual information fidelity",
                    "Information Fusion 14(2)",
                    2013,
                    "10.1016/j.inffus.2011.08.002"))
            .sources("At every window the source of the smallest gain counts, the last one if several share it.")
            .define(
                    Definition.of(STATEMENT, VisualInformationOfFusion::score).fromSide(Scales.SMALLEST_SIDE),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(STATEMENT + " MEFB prints it as VIF.", VisualInformationOfFusion::score)
                            .fromSide(Scales.SMALLEST_SIDE),
                    MetricProfile.MEFB)
            .build();

    private VisualInformationOfFusion() {}

    private static Score score(GrayScene scene) {
        double sum = 0;
        for (int scale = 0; scale < SCALE_WEIGHTS.length; scale++) {
            if (SCALE_WEIGHTS[scale] > 0) {
                sum += SCALE_WEIGHTS[scale] * fidelity(channels(scene, scale));
            }
        }
        return Score.of(sum);
    }

    private static List<Channel> channels(GrayScene scene, int scale) {
        return scene.sources().stream()
                .map(source -> Scales.channel(source, scene.fused(), scale, scene.features()))
                .toList();
    }

    private static double fidelity(List<Channel> channels) {
        Worst worst = new Worst();
        double throughChannel = 0;
        double direct = 0;
        int size = channels.get(0).size();
        for (int start = 0; start < size; start += Channel.BLOCK) {
            int count = Math.min(Channel.BLOCK, size - start);
            worst.find(channels, start, count);
            throughChannel += Channel.sumOfLogarithms(worst.throughChannel, count);
            direct += Channel.sumOfLogarithms(worst.direct, count);
        }
        return (throughChannel + size * LEAST_INFORMATION) / (direct + size * LEAST_INFORMATION);
    }

    /** The information from the source of the smallest gain, for a block of windows. */
    private static final class Worst {
        private final Channel.Information candidate = new Channel.Information();
        private final double[] smallest = new double[Channel.BLOCK];
        private final double[] throughChannel = new double[Channel.BLOCK];
        private final double[] direct = new double[Channel.BLOCK];

        void find(List<Channel> channels, int start, int count) {
            Arrays.fill(smallest, Double.POSITIVE_INFINITY);
            for (Channel channel : channels) {
                candidate.read(channel, NOISE, start, count);
                for (int i = 0; i < count; i++) {
                    if (candidate.gains[i] <= smallest[i]) {
                        smallest[i] = candidate.gains[i];
                        throughChannel[i] = candidate.throughChannel[i];
                        direct[i] = candidate.direct[i];
                    }
                }
            }
        }
    }
}
