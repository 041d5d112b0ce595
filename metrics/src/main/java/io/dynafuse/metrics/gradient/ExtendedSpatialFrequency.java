package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import java.util.Arrays;
import java.util.List;

/** Activity of the fused image against the most active source at every pixel, in four directions. */
public final class ExtendedSpatialFrequency {
    /** Neighbours on a diagonal are farther away: their squared differences are multiplied by the square root of a half. */
    private static final double DIAGONAL = Math.sqrt(0.5);

    /** The metric. */
    public static final Metric QSF = Metric.of("Qsf", "error of the extended spatial frequency")
            .direction(Direction.ZERO_IS_BEST)
            .range(-1, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "Qsf = (SFᶠ − SFᴿ) / SFᴿ; SF² = (Σ Δ₁² + Σ Δ₂² + (Σ Δ₃² + Σ Δ₄²) / √2) / (number of pixels), where Δ are the"
                            + " differences of neighbours along rows, columns and both diagonals; in SFᴿ the largest |Δ| of all sources"
                            + " stands for Δ. Positive: noise or distortion was added; negative: activity was lost")
            .literature(new Literature(
                    "Y. Zheng, E. A. Essock, B. C. Hansen, A. M. Haun",
                    "A new metric based on extended spatial frequency and its application to DWT based fusion algorithms",
                    "Information Fusion 8(2)",
                    2007,
                    "10.1016/j.inffus.2005.04.003"))
            .sources("The largest difference of all sources is the reference.")
            .define(
                    Definition.of(
                            "The code of Liu et al. (2012), whose author notes that it departs from equations 7 and 8 of the"
                                    + " publication.",
                            ExtendedSpatialFrequency::score),
                    MetricProfile.CANONICAL,
                    MetricProfile.LIU)
            .build();

    private ExtendedSpatialFrequency() {}

    private static Score score(GrayScene scene) {
        double reference = activity(scene.sources());
        if (reference == 0) {
            return Score.undefined("all sources are constant");
        }
        return Score.of(Math.sqrt(activity(List.of(scene.fused())) / reference) - 1);
    }

    /** The sum of the squares of the largest differences in any of the planes. */
    private static double activity(List<Plane> planes) {
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        double[] largest = new double[width];
        double straight = 0;
        double diagonal = 0;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            straight += largestSquares(planes, row, row + 1, width - 1, largest);
            if (y > 0) {
                straight += largestSquares(planes, row - width, row, width, largest);
                diagonal += largestSquares(planes, row - width, row + 1, width - 1, largest);
                diagonal += largestSquares(planes, row - width + 1, row, width - 1, largest);
            }
        }
        return straight + DIAGONAL * diagonal;
    }

    private static double largestSquares(List<Plane> planes, int from, int to, int count, double[] largest) {
        Arrays.fill(largest, 0);
        for (Plane plane : planes) {
            keepLargest(plane.samples(), from, to, count, largest);
        }
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            even += largest[i] * largest[i];
            odd += largest[i + 1] * largest[i + 1];
        }
        return i < count ? even + odd + largest[i] * largest[i] : even + odd;
    }

    private static void keepLargest(double[] samples, int from, int to, int count, double[] largest) {
        for (int i = 0; i < count; i++) {
            largest[i] = Math.max(largest[i], Math.abs(samples[to + i] - samples[from + i]));
        }
    }
}
