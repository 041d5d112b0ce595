package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Formula;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.LevelHistogram;
import java.util.stream.DoubleStream;

/**
 * The distance of the histogram of the fused image from those of the sources: the mean over the sources, or the root mean square.
 */
public final class CrossEntropy {
    /** The least value of a sum over common bins, attained if they hold 1/e of a source and all of the fused image. */
    private static final double LOWEST = -1 / (Math.E * Math.log(2));

    private static final double TTD_FLOOR = 1e-7;

    private static final Literature BULANON = new Literature(
            "D. M. Bulanon, T. F. Burks, V. Alchanatis",
            "Image fusion of visible and thermal images for fruit detection",
            "Biosystems Engineering 103(1)",
            2009,
            "10.1016/j.biosystemseng.2009.02.009");

    private static final String RELATIVE =
            "The relative entropy of the histograms, which the field calls cross entropy. As in all code, levels that occur in only"
                    + " one of the two images do not count, so that it can be negative, and is small for images that have little"
                    + " in common; the publication does not say what becomes of such levels.";

    private static final String TTD_FORM =
            " The plain cross entropy −Σ p(i) log₂(q(i) + 1e-7) of the histograms p of a source and q of the fused image, which is"
                    + " not zero for equal images. The constant 1e-7 is the most probable one.";

    /** The mean over the sources. */
    public static final Metric CE = Metric.of("CE", "cross entropy")
            .direction(Direction.LOWER_IS_BETTER)
            .range(LOWEST, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "CE = mean over the sources S of Σ p(i) log₂(p(i) / q(i)), where p and q are the histograms of S and F and the"
                            + " sum runs over the levels i that occur in both; in bits")
            .literature(BULANON)
            .sources("The mean over all sources.")
            .define(
                    Definition.of(
                            RELATIVE + " Undefined if a source and the fused image have no level in common.",
                            relative(CrossEntropy::mean)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            RELATIVE + " Zero, the score of equal histograms, if no level is in common.",
                            relativeOrZero(CrossEntropy::mean)),
                    MetricProfile.VIFB,
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                            "The mean over the sources. The tables more likely print the root mean square, which is RCE here (MRI-CT"
                                    + " 4.714 against a printed 4.72; the mean gives 4.705)."
                                    + TTD_FORM,
                            plain(CrossEntropy::mean)),
                    MetricProfile.TTD)
            .build();

    /** The root mean square over the sources. */
    public static final Metric RCE = Metric.of("RCE", "root mean square of the cross entropies")
            .direction(Direction.LOWER_IS_BETTER)
            .range(0, Double.POSITIVE_INFINITY)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "RCE = √(mean over the sources S of C(S)²), C(S) = Σ p(i) log₂(p(i) / q(i)), where p and q are the histograms of"
                            + " S and F and the sum runs over the levels i that occur in both; in bits")
            .literature(BULANON)
            .sources("The root mean square over all sources.")
            .define(
                    Definition.of(
                            "The root mean square over the sources of the cross entropies C of CE; the work cited has the cross"
                                    + " entropy only. Levels that occur in only one of the two images do not count, so that a"
                                    + " C(S) can be negative and counts like a positive one. Undefined if a source and the fused image"
                                    + " have no level in common.",
                            relative(CrossEntropy::rootMeanSquare)),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                            "The root mean square over the sources, which its tables call CE." + TTD_FORM,
                            plain(CrossEntropy::rootMeanSquare)),
                    MetricProfile.TTD)
            .build();

    private CrossEntropy() {}

    /** Makes one number of the values of all sources. */
    private interface Average {
        double of(double[] values);
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).sum() / values.length;
    }

    private static double rootMeanSquare(double[] values) {
        return Math.sqrt(DoubleStream.of(values).map(value -> value * value).sum() / values.length);
    }

    private static Formula relative(Average average) {
        return scene -> {
            boolean inCommon = scene.sources().stream().allMatch(source -> haveLevelInCommon(scene, source));
            return inCommon
                    ? relativeOrZero(average).of(scene)
                    : Score.undefined("a source and the fused image have no level in common");
        };
    }

    private static boolean haveLevelInCommon(GrayScene scene, Plane source) {
        int[] p = scene.get(new LevelHistogram(source));
        int[] q = scene.get(new LevelHistogram(scene.fused()));
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0 && q[i] > 0) {
                return true;
            }
        }
        return false;
    }

    private static Formula relativeOrZero(Average average) {
        return scene -> ofSources(scene, average, CrossEntropy::relativeBits);
    }

    private static Formula plain(Average average) {
        return scene -> ofSources(
                scene,
                average,
                (source, fused) -> plainBits(source, fused, scene.fused().size()));
    }

    /** Compares the counts of a source with those of the fused image, of as many pixels. */
    private interface Comparison {
        double bits(int[] source, int[] fused);
    }

    private static Score ofSources(GrayScene scene, Average average, Comparison comparison) {
        int[] fused = scene.get(new LevelHistogram(scene.fused()));
        return Score.of(average.of(scene.sources().stream()
                .mapToDouble(source -> comparison.bits(scene.get(new LevelHistogram(source)), fused)
                        / scene.fused().size())
                .toArray()));
    }

    private static double relativeBits(int[] source, int[] fused) {
        double sum = 0;
        for (int i = 0; i < source.length; i++) {
            if (source[i] > 0 && fused[i] > 0) {
                sum += source[i] * Math.log((double) source[i] / fused[i]);
            }
        }
        return sum / Math.log(2);
    }

    private static double plainBits(int[] source, int[] fused, int pixels) {
        double sum = 0;
        for (int i = 0; i < source.length; i++) {
            if (source[i] > 0) {
                sum -= source[i] * Math.log((double) fused[i] / pixels + TTD_FLOOR);
            }
        }
        return sum / Math.log(2);
    }
}
