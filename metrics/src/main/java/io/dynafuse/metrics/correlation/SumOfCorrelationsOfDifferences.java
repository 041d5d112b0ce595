package io.dynafuse.metrics.correlation;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;

/** Whether the fused image minus one source resembles the other source. */
public final class SumOfCorrelationsOfDifferences {
    /** The metric. */
    public static final Metric SCD = Metric.of("SCD", "sum of the correlations of differences")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-2, 2)
            .kind(Kind.SOURCE_BASED)
            .formula("SCD = r(F − B, A) + r(F − A, B), where r is the linear correlation over all pixels")
            .literature(new Literature(
                    "V. Aslantas, E. Bendes",
                    "A new image quality metric for image fusion: The sum of the correlations of differences",
                    "AEU - International Journal of Electronics and Communications 69(12)",
                    2015,
                    "10.1016/j.aeue.2015.09.004"))
            .twoSourcesOnly("what one source is taken to contribute is the fused image less the other.")
            .define(
                    Definition.of(
                            "As published; undefined if a source is constant or differs from the fused image by a constant.",
                            SumOfCorrelationsOfDifferences::score),
                    MetricProfile.CANONICAL,
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8,
                    MetricProfile.CDDFUSE,
                    MetricProfile.TTD,
                    MetricProfile.REFUSION)
            .build();

    private SumOfCorrelationsOfDifferences() {}

    private static Score score(GrayScene scene) {
        double[] first = scene.sources().get(0).samples();
        double[] second = scene.sources().get(1).samples();
        double[] fused = scene.fused().samples();
        return Score.of(
                Correlation.ofDifference(fused, second, first) + Correlation.ofDifference(fused, first, second),
                "a source is constant, or differs from the fused image by a constant");
    }
}
