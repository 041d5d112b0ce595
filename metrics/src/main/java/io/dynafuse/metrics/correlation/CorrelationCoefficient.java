package io.dynafuse.metrics.correlation;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;

/** Linear correlation of the sources and the fused image. */
public final class CorrelationCoefficient {
    /** The metric. */
    public static final Metric CC = Metric.of("CC", "correlation coefficient")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("CC = mean over the sources S of cov(S, F) / √(var(S) var(F)), over all pixels")
            .literature(new Literature(
                    "M. Deshmukh, U. Bhosale",
                    "Image fusion and image quality assessment of fused images",
                    "International Journal of Image Processing 4(5)",
                    2010,
                    ""))
            .sources("The mean over all sources.")
            .define(
                    Definition.of(
                            "The usual definition; undefined if an image is constant.", CorrelationCoefficient::score),
                    MetricProfile.CANONICAL,
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8,
                    MetricProfile.CDDFUSE)
            .build();

    private CorrelationCoefficient() {}

    private static Score score(GrayScene scene) {
        double sum = scene.sources().stream()
                .mapToDouble(
                        source -> Correlation.of(source.samples(), scene.fused().samples()))
                .sum();
        return Score.of(sum / scene.sources().size(), "a source or the fused image is constant");
    }
}
