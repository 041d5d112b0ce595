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

/** Mean length of the gradient: sharpness. */
public final class AverageGradient {
    private static final String CENTRAL =
            "Differences are central ones, one-sided at the rim, where the publication has those to the next pixel.";

    private static final String OVERSIZED =
            "The sum over all m n pixels is divided by (m − 1)(n − 1): a little too large. " + CENTRAL;

    /** The metric. */
    public static final Metric AG = Metric.of("AG", "average gradient")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 255)
            .kind(Kind.NO_REFERENCE)
            .formula(
                    "AG = Σ √((x² + y²) / 2) / ((m − 1)(n − 1)), where x and y are the differences to the next pixel along rows and"
                            + " columns of an image of m × n pixels, and the sum runs over the positions that have both")
            .literature(new Literature(
                    "G. Cui, H. Feng, Z. Xu, Q. Li, Y. Chen",
                    "Detail preserved fusion of visible and infrared images using regional saliency extraction and multi-scale"
                            + " image decomposition",
                    "Optics Communications 341",
                    2015,
                    "10.1016/j.optcom.2014.12.032"))
            .define(
                    Definition.of(
                                    "As published, with the differences to the next pixel.",
                                    scene -> Score.of(
                                            scene.get(new LengthSumToNext(scene.fused())) / positionsOfBoth(scene)))
                            .fromSide(2),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    "The mean over all pixels. " + CENTRAL,
                                    scene -> Score.of(scene.get(new LengthSum(scene.fused()))
                                            / scene.fused().size()))
                            .fromSide(2),
                    MetricProfile.CDDFUSE,
                    MetricProfile.TTD,
                    MetricProfile.REFUSION)
            .define(
                    Definition.of(OVERSIZED, AverageGradient::oversized).fromSide(2),
                    MetricProfile.VIFB,
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .define(
                    Definition.of(OVERSIZED, AverageGradient::oversized)
                            .withColour(ColourRule.PLANES_OR_GRAY_AS_SOURCES)
                            .fromSide(2),
                    MetricProfile.MEFB)
            .build();

    private AverageGradient() {}

    private static Score oversized(GrayScene scene) {
        return Score.of(scene.get(new LengthSum(scene.fused())) / positionsOfBoth(scene));
    }

    private static double positionsOfBoth(GrayScene scene) {
        return (scene.width() - 1.0) * (scene.height() - 1.0);
    }

    private record LengthSumToNext(Plane plane) implements Feature<Double> {
        @Override
        public Double compute(Features features) {
            double[] samples = plane.samples();
            int width = plane.width();
            double[] lengths = new double[width - 1];
            double sum = 0;
            for (int row = 0; row < samples.length - width; row += width) {
                for (int x = 0; x < lengths.length; x++) {
                    double alongRow = samples[row + x + 1] - samples[row + x];
                    double alongColumn = samples[row + width + x] - samples[row + x];
                    lengths[x] = Math.sqrt(0.5 * (alongRow * alongRow + alongColumn * alongColumn));
                }
                sum += Sums.of(lengths, 0, lengths.length);
            }
            return sum;
        }
    }

    private record LengthSum(Plane plane) implements Feature<Double> {
        @Override
        public Double compute(Features features) {
            double[] lengths = new double[plane.width()];
            double sum = 0;
            for (int y = 0; y < plane.height(); y++) {
                squaredLengths(y, lengths);
                // A separate loop, as the compiler vectorises it only then.
                for (int x = 0; x < lengths.length; x++) {
                    lengths[x] = Math.sqrt(lengths[x]);
                }
                sum += Sums.of(lengths, 0, lengths.length);
            }
            return sum;
        }

        private void squaredLengths(int y, double[] lengths) {
            double[] samples = plane.samples();
            int end = plane.width() - 1;
            int row = y * plane.width();
            int above = Math.max(y - 1, 0) * plane.width();
            int below = Math.min(y + 1, plane.height() - 1) * plane.width();
            double rows = below - above == 2 * plane.width() ? 0.5 : 1;
            lengths[0] = half(samples[row + 1] - samples[row], rows * (samples[below] - samples[above]));
            for (int x = 1; x < end; x++) {
                double alongRow = 0.5 * (samples[row + x + 1] - samples[row + x - 1]);
                double alongColumn = rows * (samples[below + x] - samples[above + x]);
                lengths[x] = half(alongRow, alongColumn);
            }
            lengths[end] = half(
                    samples[row + end] - samples[row + end - 1], rows * (samples[below + end] - samples[above + end]));
        }

        private static double half(double alongRow, double alongColumn) {
            return 0.5 * (alongRow * alongRow + alongColumn * alongColumn);
        }
    }
}
