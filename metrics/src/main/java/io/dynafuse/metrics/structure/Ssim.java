package io.dynafuse.metrics.structure;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.signal.Window;

/** Structural similarity with the sources or with the ground truth. */
public final class Ssim {
    /** The window of the publication. */
    static final Window WINDOW = Window.gaussian(11, 1.5);

    private static final Window UNIFORM = Window.uniform(7);

    private static final String FORMULA =
            "SSIM(X,F) = mean over windows of (2 μX μF + C1)(2 σXF + C2) / ((μX² + μF² + C1)(σX² + σF² + C2)),"
                    + " C1 = (0.01·255)², C2 = (0.03·255)²; windows of 11×11 pixels, Gaussian of deviation 1.5,"
                    + " only where they fit";

    private static final String SMALL_CONSTANTS =
            " on samples of 0..255, which all but removes the constants: smooth areas with a little noise score far lower."
                    + " Photographs and scans lose 0.04 to 0.3 a source against a range of 255.";

    private static final String RANGE_OF_TWO =
            "Uniform windows of 7×7 pixels, variances divided by 48, and a dynamic range of 2" + SMALL_CONSTANTS;

    private static final Literature WANG = new Literature(
            "Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli",
            "Image quality assessment: from error visibility to structural similarity",
            "IEEE Transactions on Image Processing 13(4)",
            2004,
            "10.1109/TIP.2003.819861");

    /** Similarity with the sources. */
    public static final Metric SSIM = Metric.of("SSIM", "structural similarity")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(FORMULA + "; the mean over the sources")
            .literature(WANG)
            .sources("The mean over all sources; profiles that add two sources add all of them.")
            .define(
                    Definition.of("Mean over the sources.", scene -> mean(sum(scene, WINDOW, Constants.BYTES), scene))
                            .fromSide(WINDOW.side()),
                    MetricProfile.CANONICAL)
            .define(
                    Definition.of(
                                    "Sum over the sources, so 2 for two perfect ones.",
                                    scene -> Score.of(sum(scene, WINDOW, Constants.BYTES)))
                            .fromSide(WINDOW.side()),
                    MetricProfile.VIFB)
            .define(
                    Definition.of(
                            "Mean over the sources. Computed with a dynamic range of 1" + SMALL_CONSTANTS
                                    + " The rim is repeated outwards, so that every pixel counts.",
                            scene -> mean(padded(scene, Constants.ofRange(1)), scene)),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER)
            .define(
                    Definition.of(
                            "Mean over the sources. The rim is repeated outwards, so that every pixel counts.",
                            scene -> mean(padded(scene, Constants.BYTES), scene)),
                    MetricProfile.TANG_UINT8)
            .define(
                    Definition.of("Sum over the sources. " + RANGE_OF_TWO, scene -> Score.of(uniform(scene, 2)))
                            .fromSide(UNIFORM.side()),
                    MetricProfile.CDDFUSE)
            .define(
                    Definition.of("Mean over the sources. " + RANGE_OF_TWO, scene -> mean(uniform(scene, 2), scene))
                            .fromSide(UNIFORM.side()),
                    MetricProfile.REFUSION)
            .define(
                    Definition.of(
                                    "Sum over the sources. Uniform windows of 7×7 pixels, variances divided by 48.",
                                    scene -> Score.of(uniform(scene, 255)))
                            .fromSide(UNIFORM.side()),
                    MetricProfile.TTD)
            .build();

    /** Similarity with the ground truth. */
    public static final Metric SSIM_GT = Metric.of("SSIM_GT", "structural similarity with the ground truth")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.GROUND_TRUTH)
            .formula(FORMULA + "; X is the ground truth")
            .literature(WANG)
            .define(
                    Definition.of("As published.", scene -> Score.of(sum(scene, WINDOW, Constants.BYTES)))
                            .fromSide(WINDOW.side()),
                    MetricProfile.values())
            .build();

    private Ssim() {}

    private static double uniform(GrayScene scene, double range) {
        int samples = UNIFORM.side() * UNIFORM.side();
        return sum(scene, UNIFORM, Constants.ofRange(range).unbiased(samples));
    }

    private static double padded(GrayScene scene, Constants constants) {
        int margin = WINDOW.side() / 2;
        return sum(scene.each(plane -> new Padded(plane, margin)), WINDOW, constants);
    }

    private static double sum(GrayScene scene, Window window, Constants constants) {
        return scene.sources().stream()
                .mapToDouble(
                        source -> Maps.mean(scene.get(new SimilarityMap(source, scene.fused(), window, constants))))
                .sum();
    }

    private static Score mean(double sum, GrayScene scene) {
        return Score.of(sum / scene.sources().size());
    }
}
