package io.dynafuse.metrics.information;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import io.dynafuse.metrics.information.WindowInformation.Rule;
import io.dynafuse.metrics.signal.CosineTransform;
import io.dynafuse.metrics.signal.HorizontalSlope;
import io.dynafuse.metrics.signal.MeyerWavelet;
import io.dynafuse.metrics.signal.SobelEdges;
import io.dynafuse.metrics.signal.SobelEdges.Thinning;
import java.util.function.Function;

/** The mutual information of features in small windows, for several features. */
public final class FeatureMutualInformation {
    private static final String SETTLED =
            " Coefficients are first rounded to 2⁻⁴⁴ of their extent, so that residues of rounding"
                    + " are not taken for features.";

    private static final String SLOPE = " The code takes the derivative along rows for the gradient.";

    private static final String FEATURELESS =
            " Windows without edges in both images count as equal; a featureless fused image can score 0.9.";

    /** For gray values. */
    public static final Metric PIXEL = metric(
                    "FMI_pixel",
                    "gray values",
                    "FMI = mean over all 3x3 windows and over the sources of 2 I(s,f)/(H(s) + H(f)), on gray values;"
                            + " a window, less its smallest value and divided by its sum, is the density of a position i = 1..9;"
                            + " the joint density is φ U + (1 − φ) p_s p_f, where U couples the positions with the cumulated"
                            + " density min(F_s, F_f), or max(F_s + F_f − 1, 0) if the densities correlate negatively, and φ"
                            + " makes the correlation of the positions that of the densities; 1 for equal windows. Natural"
                            + " images score between 0 and 1, but φ may exceed 1, and the joint density then has negative cells, so"
                            + " that nothing bounds the score of a window")
            .range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .define(
                    canonical(
                            " FMI was first published in 2011 (M. B. A. Haghighat, A. Aghagolzadeh, H. Seyedarabi: A non-reference"
                                    + " image fusion metric based on mutual information of image features. Computers &"
                                    + " Electrical Engineering 37(5)).",
                            FeatureMutualInformation::pixels),
                    MetricProfile.CANONICAL)
            .define(published("", FeatureMutualInformation::pixels), MetricProfile.TANG)
            .define(
                    published(
                            " Computed of edges, not of gray values, as the code is called without naming a feature.",
                            FeatureMutualInformation::edges),
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .build();

    /** For the derivative along rows. */
    public static final Metric GRADIENT = likePixel("FMI_gradient", "the derivative along rows", "")
            .range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .define(canonical(SLOPE, FeatureMutualInformation::slopes), MetricProfile.CANONICAL)
            .define(published(SLOPE, FeatureMutualInformation::slopes), MetricProfile.TANG)
            .build();

    /** For the edge map. */
    public static final Metric EDGE = likePixel(
                    "FMI_edge", "the binary map of Sobel edges", "; between 0 and 1.1 for binary windows")
            // No two of the 512 binary windows score less than 0 or more than 1.0986.
            .range(0, 1.1)
            .define(canonical(FEATURELESS, FeatureMutualInformation::edges), MetricProfile.CANONICAL)
            .define(published(FEATURELESS, FeatureMutualInformation::edges), MetricProfile.TANG)
            .define(
                    published(
                            FEATURELESS
                                    + " Printed as FMI. The default of the code, although its help promises no feature"
                                    + " extraction.",
                            FeatureMutualInformation::edges),
                    MetricProfile.MEFB,
                    MetricProfile.TCMOA)
            .build();

    /** For the cosine transform. */
    public static final Metric DCT = likePixel("FMI_dct", "the cosine transform of the whole image", "")
            .range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .define(canonical(SETTLED, scene -> settled(cosines(scene))), MetricProfile.CANONICAL)
            .define(
                    published("", FeatureMutualInformation::cosines),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .build();

    /** For the wavelet transform. */
    public static final Metric WAVELET = likePixel("FMI_w", "one level of the discrete Meyer wavelet transform", "")
            .range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .define(canonical(SETTLED, scene -> settled(bands(scene))), MetricProfile.CANONICAL)
            .define(
                    published(
                            " The bands are stretched to 0..1 together.",
                            scene -> bands(scene).each(UnitStretched::new)),
                    MetricProfile.TANG,
                    MetricProfile.TANG_DRIVER,
                    MetricProfile.TANG_UINT8)
            .build();

    private FeatureMutualInformation() {}

    private static Metric.Builder likePixel(String id, String feature, String bounds) {
        return metric(id, feature, "As FMI_pixel, on " + feature + " instead of gray values" + bounds);
    }

    private static Metric.Builder metric(String id, String feature, String formula) {
        return Metric.of(id, "feature mutual information of " + feature)
                .direction(Direction.HIGHER_IS_BETTER)
                .kind(Kind.SOURCE_BASED)
                .formula(formula)
                .literature(new Literature(
                        "M. Haghighat, M. A. Razian",
                        "Fast-FMI: Non-reference image fusion metric",
                        "8th IEEE International Conference on Application of Information and Communication Technologies",
                        2014,
                        "10.1109/ICAICT.2014.7036000"))
                .sources("The mean over all sources.");
    }

    private static Definition canonical(String remark, Function<GrayScene, GrayScene> features) {
        return definition(
                "As Fast-FMI was published in 2014, with every source window compared alike: equal windows score 1; a constant"
                        + " window and any other 0, and so does a window with a single sample above its lowest."
                        + remark,
                features,
                Rule.SYMMETRIC);
    }

    private static Definition published(String remark, Function<GrayScene, GrayScene> features) {
        return definition(
                "Once one source differs from the fused window, the next ones are compared with the fused window stretched to"
                        + " 0..1, so that the order of the sources can matter; any two constant windows score 1."
                        + remark,
                features,
                Rule.PUBLISHED_CODE);
    }

    private static Definition definition(String statement, Function<GrayScene, GrayScene> features, Rule rule) {
        return Definition.of(statement, scene -> score(features.apply(scene), rule))
                .fromSide(WindowDensity.SIDE);
    }

    private static Score score(GrayScene features, Rule rule) {
        return Score.of(
                WindowInformation.mean(features.fused(), features.sources(), rule),
                "the samples are too large or not finite");
    }

    private static GrayScene pixels(GrayScene scene) {
        return scene;
    }

    private static GrayScene slopes(GrayScene scene) {
        return scene.each(HorizontalSlope::new);
    }

    private static GrayScene edges(GrayScene scene) {
        return edges(scene, Thinning.ALONG_GRADIENT);
    }

    private static GrayScene cosines(GrayScene scene) {
        return scene.each(CosineTransform::new);
    }

    private static GrayScene bands(GrayScene scene) {
        return scene.each(MeyerWavelet::new);
    }

    private static GrayScene settled(GrayScene scene) {
        return scene.each(Settled::new);
    }

    /** The edge maps of all images, by the thinning rule. */
    static GrayScene edges(GrayScene scene, Thinning thinning) {
        return scene.each(plane -> new SobelEdges(plane, thinning));
    }
}
