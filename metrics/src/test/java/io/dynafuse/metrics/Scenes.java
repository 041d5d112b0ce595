package io.dynafuse.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.assertj.core.api.AbstractDoubleAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;

/** Small scenes and what metrics say of them. */
public final class Scenes {
    private Scenes() {}

    /** A gray image of one row. */
    public static Picture row(double... samples) {
        return Picture.gray(samples.length, 1, samples);
    }

    /** A gray image of rows. */
    public static Picture rows(double[]... rows) {
        return Picture.gray(
                rows[0].length,
                rows.length,
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    /** The canonical score. */
    public static AbstractDoubleAssert<?> assertScore(Metric metric, FusedScene scene) {
        return assertScore(metric, MetricProfile.CANONICAL, scene);
    }

    /** The score under a profile. */
    public static AbstractDoubleAssert<?> assertScore(Metric metric, MetricProfile profile, FusedScene scene) {
        Score score = new Evaluation(scene).score(metric, profile);
        OptionalDouble number = score.toOptional();
        Assertions.assertThat(number).as("%s: %s", metric, score).isPresent();
        return Assertions.assertThat(number.getAsDouble()).as(metric.id());
    }

    /** Why there is no score. */
    public static AbstractStringAssert<?> assertUndefined(Metric metric, MetricProfile profile, FusedScene scene) {
        Score score = new Evaluation(scene).score(metric, profile);
        Assertions.assertThat(score).as(metric.id()).isInstanceOf(Score.Undefined.class);
        return Assertions.assertThat(((Score.Undefined) score).reason());
    }
}
