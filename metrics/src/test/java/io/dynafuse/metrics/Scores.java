package io.dynafuse.metrics;

import org.assertj.core.api.AbstractDoubleAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;

/** What metrics say of scenes, canonically where no profile is named; each asked anew. */
public final class Scores {
    private Scores() {}

    /** The score, or why there is none. */
    public static Score evaluate(Metric metric, MetricProfile profile, FusedScene scene) {
        return new Evaluation(scene).score(metric, profile);
    }

    public static Score evaluate(Metric metric, FusedScene scene) {
        return evaluate(metric, MetricProfile.CANONICAL, scene);
    }

    public static Score evaluate(Metric metric, MetricProfile profile, Picture fused, Picture... sources) {
        return evaluate(metric, profile, FusedScene.of(fused, sources));
    }

    public static Score evaluate(Metric metric, Picture fused, Picture... sources) {
        return evaluate(metric, MetricProfile.CANONICAL, fused, sources);
    }

    /** The score of a scene that must have one. */
    public static double score(Metric metric, MetricProfile profile, FusedScene scene) {
        Score score = evaluate(metric, profile, scene);
        Assertions.assertThat(score).as(metric.id()).isInstanceOf(Score.Value.class);
        return score.toOptional().orElseThrow();
    }

    public static double score(Metric metric, MetricProfile profile, Picture fused, Picture... sources) {
        return score(metric, profile, FusedScene.of(fused, sources));
    }

    public static double score(Metric metric, FusedScene scene) {
        return score(metric, MetricProfile.CANONICAL, scene);
    }

    public static double score(Metric metric, Picture fused, Picture... sources) {
        return score(metric, MetricProfile.CANONICAL, fused, sources);
    }

    public static AbstractDoubleAssert<?> assertScore(Metric metric, FusedScene scene) {
        return assertScore(metric, MetricProfile.CANONICAL, scene);
    }

    public static AbstractDoubleAssert<?> assertScore(Metric metric, MetricProfile profile, FusedScene scene) {
        return Assertions.assertThat(score(metric, profile, scene)).as(metric.id());
    }

    /** Why there is no score. */
    public static AbstractStringAssert<?> assertUndefined(Metric metric, MetricProfile profile, FusedScene scene) {
        Score score = evaluate(metric, profile, scene);
        Assertions.assertThat(score).as(metric.id()).isInstanceOf(Score.Undefined.class);
        return Assertions.assertThat(((Score.Undefined) score).reason());
    }
}
