package io.dynafuse.metrics.error;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;

/** Root mean squared error against the sources, and against the ground truth. */
public final class RootMeanSquaredError {
    /** Against the sources. */
    public static final Metric RMSE = Metric.of("RMSE", "root mean squared error")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, 255)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "RMSE = mean over the sources S of √((1/N) Σ (S − F)²), where N is the number of pixels; levels 0..255")
            .literature(MeanSquaredError.REVIEW)
            .sources("The mean over all sources.")
            .define(
                    Definition.of(
                            "The usual definition: the root for each source, then the mean; levels from 0 to 255.",
                            RootMeanSquaredError::score),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "The square root is divided by the number of pixels N instead of being taken of the mean: too small by"
                                    + " √N, so that images of different sizes cannot be compared.",
                            scene -> Score.of(overCount(scene))),
                    MetricProfile.VIFB)
            .build();

    /** Against the ground truth. */
    public static final Metric RMSE_GT = Metric.of("RMSE_GT", "root mean squared error against the ground truth")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, 255)
            .kind(Kind.GROUND_TRUTH)
            .formula(
                    "RMSE = √((1/N) Σ (G − F)²), where G is the ground truth and N the number of pixels; levels 0..255")
            .literature(MeanSquaredError.REVIEW)
            .define(
                    Definition.of("The usual definition, levels from 0 to 255.", RootMeanSquaredError::score),
                    MetricProfile.values())
            .build();

    private RootMeanSquaredError() {}

    private static Score score(GrayScene scene) {
        return Score.of(SquaredError.mean(scene, Math::sqrt));
    }

    /** The root of the sum instead of the mean, divided by the number of pixels. */
    static double overCount(GrayScene scene) {
        return SquaredError.mean(scene, Math::sqrt) / Math.sqrt(scene.fused().size());
    }
}
