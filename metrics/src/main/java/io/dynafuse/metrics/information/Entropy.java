package io.dynafuse.metrics.information;

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
import java.util.stream.IntStream;

/** Entropy of the histogram. */
public final class Entropy {
    /** The metric. */
    public static final Metric EN = Metric.of("EN", "entropy")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 8)
            .kind(Kind.NO_REFERENCE)
            .formula(
                    "EN = −Σ p(i) log₂ p(i), where p is the histogram of F in 256 bins divided by the number of pixels; in bits")
            .literature(new Literature(
                    "J. W. Roberts, J. A. van Aardt, F. B. Ahmed",
                    "Assessment of image fusion procedures using entropy, image quality, and multispectral classification",
                    "Journal of Applied Remote Sensing 2(1)",
                    2008,
                    "10.1117/1.2945910"))
            .define(
                    Definition.of("As published.", Entropy::score),
                    MetricProfile.CANONICAL,
                    MetricProfile.VIFB,
                    MetricProfile.MEFB,
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8,
                    MetricProfile.CDDFUSE,
                    MetricProfile.TTD,
                    MetricProfile.REFUSION)
            .define(
                    Definition.of("As published; on gray images, as the Tang code does.", Entropy::score)
                            .withColour(ColourRule.GRAY),
                    MetricProfile.TCMOA)
            .build();

    /** Most bins of a joint histogram hold only a few pixels. */
    private static final int SMALL = 1024;

    private static final double[] COUNT_LOG_COUNT = IntStream.range(0, SMALL)
            .mapToDouble(count -> count == 0 ? 0 : count * Math.log(count))
            .toArray();

    private Entropy() {}

    private static Score score(GrayScene scene) {
        return Score.of(bits(scene.get(new LevelHistogram(scene.fused()))));
    }

    /** The entropy in bits of a distribution given by counts; exactly zero if all counts but one are zero. */
    static double bits(int[] counts) {
        long total = 0;
        double sum = 0;
        int occupied = 0;
        for (int count : counts) {
            if (count > 0) {
                occupied++;
                total += count;
                sum += count < SMALL ? COUNT_LOG_COUNT[count] : count * Math.log(count);
            }
        }
        return occupied <= 1 ? 0 : (Math.log(total) - sum / total) / Math.log(2);
    }
}
