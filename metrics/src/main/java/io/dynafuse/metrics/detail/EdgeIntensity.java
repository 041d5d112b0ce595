package io.dynafuse.metrics.detail;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Border;
import io.dynafuse.metrics.signal.SobelGradient;
import io.dynafuse.metrics.signal.Sums;

/** Mean strength of edges. */
public final class EdgeIntensity {
    /** The metric. */
    public static final Metric EI = Metric.of("EI", "edge intensity")
            .direction(Direction.HIGHER_IS_BETTER)
            // One derivative of 4 · 255 leaves at most 2 · 255 for the other.
            .range(0, 255 * Math.sqrt(20))
            .kind(Kind.NO_REFERENCE)
            .formula(
                    "EI = (1/N) Σ √(x² + y²), where x and y are the responses of Sobel's kernels with weights 1 2 1 and the rim of"
                            + " the image repeated, and N is the number of pixels")
            .literature(new Literature(
                    "B. Rajalingam, R. Priya",
                    "Hybrid multimodality medical image fusion technique for feature enhancement in medical diagnosis",
                    "International Journal of Engineering Science Invention 2 (special issue)",
                    2018,
                    ""))
            .define(
                    Definition.of(
                            "Kernels of whole weights, eight times the slope; the rim of the image is repeated.",
                            scene -> Score.of(mean(scene))),
                    MetricProfile.CANONICAL,
                    MetricProfile.VIFB,
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                            "A quarter of the usual value, as if the kernels were divided by 4; what the rim sees is not certain.",
                            scene -> Score.of(mean(scene) / 4)),
                    MetricProfile.TTD)
            .build();

    private EdgeIntensity() {}

    private static double mean(GrayScene scene) {
        double[] strength =
                scene.get(new SobelGradient(scene.fused(), Border.REPLICATE)).magnitude();
        return Sums.of(strength, 0, strength.length) / strength.length;
    }
}
