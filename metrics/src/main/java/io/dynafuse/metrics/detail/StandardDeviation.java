package io.dynafuse.metrics.detail;

import io.dynafuse.metrics.ColourRule;
import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.LevelHistogram;
import io.dynafuse.metrics.signal.Variance;

/** Standard deviation of the levels: contrast. */
public final class StandardDeviation {
    private static final String POPULATION =
            "The deviation of the whole image: the sum of squares is divided by N, not N − 1.";

    private static final String SATURATING =
            "Computed on 8-bit integers, which saturate: differences from the mean are rounded, negative ones become 0, and"
                    + " squares beyond 255 become 255. Cannot exceed 15.97.";

    /** The metric. */
    public static final Metric SD = Metric.of("SD", "standard deviation")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 127.5)
            .kind(Kind.NO_REFERENCE)
            .formula("SD = √((1/N) Σ (F − μ)²), where μ is the mean of F and N the number of pixels")
            .literature(new Literature(
                    "Y.-J. Rao",
                    "In-fibre Bragg grating sensors",
                    "Measurement Science and Technology 8(4)",
                    1997,
                    "10.1088/0957-0233/8/4/002"))
            .define(
                    Definition.of(
                            POPULATION + " The work cited for it throughout the field is about optical fibres.",
                            StandardDeviation::ofPopulation),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            POPULATION + " Printed as Variance, although it is the standard deviation.",
                            StandardDeviation::ofPopulation),
                    MetricProfile.VIFB)
            .define(
                    Definition.of(POPULATION, StandardDeviation::ofPopulation),
                    MetricProfile.MEFB,
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.CDDFUSE,
                    MetricProfile.TTD,
                    MetricProfile.REFUSION)
            .define(Definition.of(SATURATING, StandardDeviation::saturating), MetricProfile.TANG_UINT8)
            .define(
                    Definition.of(SATURATING, StandardDeviation::saturating).withColour(ColourRule.GRAY),
                    MetricProfile.TCMOA)
            .build();

    private StandardDeviation() {}

    private static Score ofPopulation(GrayScene scene) {
        return Score.of(Math.sqrt(scene.get(new Variance(scene.fused()))));
    }

    private static Score saturating(GrayScene scene) {
        int[] counts = scene.get(new LevelHistogram(scene.fused()));
        int pixels = scene.fused().size();
        double mean = 0;
        for (int level = 0; level < counts.length; level++) {
            mean += (double) level * counts[level];
        }
        mean /= pixels;
        double sum = 0;
        for (int level = 0; level < counts.length; level++) {
            double difference = Math.max(0, Math.floor(level - mean + 0.5));
            sum += Math.min(255, difference * difference) * counts[level];
        }
        return Score.of(Math.sqrt(sum / pixels));
    }
}
