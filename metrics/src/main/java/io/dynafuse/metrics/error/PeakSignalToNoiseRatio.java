package io.dynafuse.metrics.error;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Extent;

/** Peak signal-to-noise ratio against the sources, and against the ground truth. */
public final class PeakSignalToNoiseRatio {
    private static final double PEAK = 255;

    /** Against the sources. */
    public static final Metric PSNR = Metric.of("PSNR", "peak signal-to-noise ratio")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "PSNR = 10 log₁₀(255² / MSE), where MSE is the mean squared error averaged over the sources; in dB, infinite if"
                            + " all images are equal")
            .literature(MeanSquaredError.REVIEW)
            .sources("The mean squared error is averaged over all sources.")
            .define(
                    Definition.of(
                            "The usual definition: the peak is 255, the mean squared error is averaged over the sources.",
                            PeakSignalToNoiseRatio::score),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "The root of the summed squared error, divided by the number of pixels and averaged over the sources,"
                                    + " takes the place of the mean squared error: not a true PSNR. Typical values are 50 to 60 dB"
                                    + " and depend on the size of the images.",
                            scene -> decibels(PEAK, RootMeanSquaredError.overCount(scene))),
                    MetricProfile.VIFB,
                    MetricProfile.MEFB,
                    MetricProfile.TCMOA)
            .define(
                    Definition.of(
                            "The peak is 255 while the error is that of levels from 0 to 1: 48.13 dB more than the usual value.",
                            scene -> decibels(PEAK, SquaredError.mean(scene) / (255 * 255))),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .define(
                    Definition.of(
                            "The peak is the largest level of the fused image instead of 255: dark images score lower,"
                                    + " and a black one −∞.",
                            PeakSignalToNoiseRatio::scoreOfOwnPeak),
                    MetricProfile.CDDFUSE)
            .build();

    /** Against the ground truth. */
    public static final Metric PSNR_GT = Metric.of("PSNR_GT", "peak signal-to-noise ratio against the ground truth")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.GROUND_TRUTH)
            .formula(
                    "PSNR = 10 log₁₀(255² / MSE), where MSE is the mean squared error against the ground truth; in dB, infinite if"
                            + " the images are equal")
            .literature(MeanSquaredError.REVIEW)
            .define(
                    Definition.of("The usual definition, the peak is 255.", PeakSignalToNoiseRatio::score),
                    MetricProfile.values())
            .build();

    private PeakSignalToNoiseRatio() {}

    private static Score score(GrayScene scene) {
        return decibels(PEAK, SquaredError.mean(scene));
    }

    private static Score scoreOfOwnPeak(GrayScene scene) {
        double peak = scene.get(new Extent(scene.fused())).highest();
        return decibels(peak, SquaredError.mean(scene));
    }

    private static Score decibels(double peak, double error) {
        return Score.of(
                10 * Math.log10(peak * peak / error), "all images are black, which leaves neither a peak nor an error");
    }
}
