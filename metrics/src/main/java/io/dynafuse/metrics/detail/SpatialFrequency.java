package io.dynafuse.metrics.detail;

import io.dynafuse.metrics.ColourRule;
import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Sums;

/** Strength of the differences between neighbours: activity. */
public final class SpatialFrequency {
    /** The metric. */
    public static final Metric SF = Metric.of("SF", "spatial frequency")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 255 * Math.sqrt(2))
            .kind(Kind.NO_REFERENCE)
            .formula(
                    "SF = √((R + C) / N), where R and C are the sums of the squared differences between neighbours in rows and in"
                            + " columns and N is the number of pixels")
            .literature(new Literature(
                    "A. M. Eskicioglu, P. S. Fisher",
                    "Image quality measures and their performance",
                    "IEEE Transactions on Communications 43(12)",
                    1995,
                    "10.1109/26.477498"))
            .define(
                    Definition.of(
                            "As published: both sums are divided by the number of pixels, of which there is one more in each row and"
                                    + " column than there are differences.",
                            scene -> Score.of(overPixels(scene))),
                    MetricProfile.CANONICAL,
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                                    "Both sums are divided by the number of pixels. Colour planes are laid side by side, which adds"
                                            + " two jumps between planes to each row.",
                                    scene -> Score.of(overPixels(scene)))
                            .withColour(ColourRule.PLANES_SIDE_BY_SIDE),
                    MetricProfile.VIFB)
            .define(
                    Definition.of(
                                    "Each sum is divided by its own number of differences.",
                                    scene -> Score.of(overDifferences(scene)))
                            .fromSide(2),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.CDDFUSE,
                    MetricProfile.TTD,
                    MetricProfile.REFUSION)
            .define(
                    Definition.of(
                                    "Levels from 0 to 1, the usual value divided by 255; each sum is divided by its own number of"
                                            + " differences.",
                                    scene -> Score.of(overDifferences(scene) / 255))
                            .fromSide(2),
                    MetricProfile.TANG_UINT8)
            .build();

    private SpatialFrequency() {}

    private static double overPixels(GrayScene scene) {
        Sides sides = scene.get(new Differences(scene.fused()));
        return Math.sqrt((sides.rows + sides.columns) / scene.fused().size());
    }

    private static double overDifferences(GrayScene scene) {
        Sides sides = scene.get(new Differences(scene.fused()));
        double inRows = sides.rows / (scene.height() * (scene.width() - 1.0));
        double inColumns = sides.columns / ((scene.height() - 1.0) * scene.width());
        return Math.sqrt(inRows + inColumns);
    }

    /** Sums of squared differences between neighbours in rows and in columns. */
    private record Sides(double rows, double columns) {}

    private record Differences(Plane plane) implements Feature<Sides> {
        @Override
        public Sides compute(Features features) {
            double[] samples = plane.samples();
            int width = plane.width();
            double rows = 0;
            for (int y = 0; y < plane.height(); y++) {
                rows += Sums.ofSquaredDifferences(samples, y * width + 1, samples, y * width, width - 1);
            }
            double columns = Sums.ofSquaredDifferences(samples, width, samples, 0, samples.length - width);
            return new Sides(rows, columns);
        }
    }
}
