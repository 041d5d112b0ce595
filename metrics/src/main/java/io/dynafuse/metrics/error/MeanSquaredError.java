package io.dynafuse.metrics.error;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;

/** Mean squared error against the sources. */
public final class MeanSquaredError {
    static final Literature REVIEW = new Literature(
            "P. Jagalingam, A. V. Hegde",
            "A review of quality metrics for fused image",
            "Aquatic Procedia 4",
            2015,
            "10.1016/j.aqpro.2015.02.019");

    /** The metric. */
    public static final Metric MSE = Metric.of("MSE", "mean squared error")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, 255 * 255)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "MSE = mean over the sources S of (1/N) Σ (S − F)², where N is the number of pixels; levels 0..255")
            .literature(REVIEW)
            .sources("The mean over all sources.")
            .define(
                    Definition.of(
                            "The usual definition, levels from 0 to 255.", scene -> Score.of(SquaredError.mean(scene))),
                    MetricProfile.CANONICAL,
                    MetricProfile.CDDFUSE)
            .define(
                    Definition.of(
                            "Levels from 0 to 1: the usual value divided by 255².",
                            scene -> Score.of(SquaredError.mean(scene) / (255 * 255))),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .build();

    private MeanSquaredError() {}
}
