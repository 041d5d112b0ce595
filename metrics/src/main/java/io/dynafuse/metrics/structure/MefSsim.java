package io.dynafuse.metrics.structure;

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
import io.dynafuse.metrics.signal.LocalCovariance;
import io.dynafuse.metrics.signal.Window;
import java.util.ArrayList;
import java.util.List;

/** Structural similarity with the blocks of a perfect fusion of several exposures, on one scale and on three. */
public final class MefSsim {
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001};
    private static final double SUM_OF_WEIGHTS = 0.6305;

    /** The window must fit into a quarter of the image. */
    static final int SMALLEST_SIDE = Ssim.WINDOW.side() << (WEIGHTS.length - 1);

    private static final String FORMULA =
            "in every block of 11×11 pixels the desired block is r = Σ w(m) (x(m) − mean x(m)) / ‖x(m) − mean x(m)‖ over"
                    + " the sources m, scaled to the largest of their norms, where w(m) = (‖x(m) − mean x(m)‖/11)^p,"
                    + " normalised, p = min(tan(πR/2), 10) and R the norm of the sum of the blocks without their means"
                    + " over the sum of the norms; q = (2 σrF + C)/(σr² + σF² + C), C = (0.03·255)², with Gaussian weights"
                    + " of deviation 1.5";

    private static final Literature MA = new Literature(
            "K. Ma, K. Zeng, Z. Wang",
            "Perceptual quality assessment for multi-exposure image fusion",
            "IEEE Transactions on Image Processing 24(11)",
            2015,
            "10.1109/TIP.2015.2442920");

    private static final String SOURCES = "Made for any number of sources.";

    private static final String GRAY = " On gray images. Does not judge luminance. 0.001 is added to norms.";

    private static final String AS_PUBLISHED = "As published; MEFB prints it as MEF_SSIM.";

    private static final String NEGATIVE = " Undefined where the mean similarity at a scale is negative.";

    private static final Definition MULTI_SCALE = Definition.of(AS_PUBLISHED + GRAY + NEGATIVE, MefSsim::multiScale)
            .fromSide(SMALLEST_SIDE)
            .withColour(ColourRule.GRAY);

    /** On one scale. */
    public static final Metric MEF_SSIM = Metric.of("MEF-SSIM", "structural similarity for multi-exposure fusion")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(-1, 1)
            .kind(Kind.SOURCE_BASED)
            .formula("MEF-SSIM = mean of q over blocks; " + FORMULA)
            .literature(MA)
            .sources(SOURCES)
            .define(
                    Definition.of(
                                    "One scale only, which MEFB computes but does not print. The measure that Ma et al. publish,"
                                            + " and that MEFB prints as MEF_SSIM, has three: MEF-MS-SSIM."
                                            + GRAY,
                                    scene -> Score.of(singleScale(scene)))
                            .fromSide(Ssim.WINDOW.side())
                            .withColour(ColourRule.GRAY),
                    MetricProfile.CANONICAL,
                    MetricProfile.MEFB)
            .define(
                    Definition.of(
                                    "What is reported under this name is MEF-MS-SSIM, on three scales." + NEGATIVE,
                                    MefSsim::multiScale)
                            .fromSide(SMALLEST_SIDE)
                            .withColour(ColourRule.GRAY),
                    MetricProfile.TCMOA)
            .build();

    /** On three scales. */
    public static final Metric MEF_MS_SSIM = Metric.of(
                    "MEF-MS-SSIM", "multi-scale structural similarity for multi-exposure fusion")
            .direction(Direction.HIGHER_IS_BETTER)
            .range(0, 1)
            .kind(Kind.SOURCE_BASED)
            .formula(
                    "MEF-MS-SSIM = Π Q(j)^v(j), j = 1..3, where Q is the mean of q over blocks at scale j, each scale half"
                            + " as large as the one before, v = (0.0448, 0.2856, 0.3001)/0.6305; " + FORMULA)
            .literature(MA)
            .sources(SOURCES)
            .define(MULTI_SCALE, MetricProfile.CANONICAL, MetricProfile.MEFB)
            .build();

    private MefSsim() {}

    private static double singleScale(GrayScene scene) {
        return scene.get(new ScaleScore(scene.fused(), scene.sources()));
    }

    /** The product over three scales. */
    static Score multiScale(GrayScene scene) {
        GrayScene scaled = scene;
        double product = 1;
        for (int scale = 0; scale < WEIGHTS.length; scale++) {
            if (scale > 0) {
                scaled = scaled.each(Halved::new);
            }
            product *= Math.pow(singleScale(scaled), WEIGHTS[scale] / SUM_OF_WEIGHTS);
        }
        return Score.of(product, "the mean similarity at a scale is negative");
    }

    private record ScaleScore(Plane fused, List<Plane> sources) implements Feature<Double> {
        @Override
        public Double compute(Features features) {
            return new DesiredBlocks(this, features).meanSimilarity();
        }
    }

    /**
     * The desired block is a combination of the sources' blocks without their means. So its norm, its variance and its
     * covariance with the fused block follow from the covariances between the images, and no block is ever computed.
     */
    private static final class DesiredBlocks {
        private static final Window BLOCK = Window.uniform(Ssim.WINDOW.side());
        private static final double SIDE = BLOCK.side();
        private static final double PIXELS = SIDE * SIDE;
        private static final double STEEPEST = 10;
        private static final double R_OF_STEEPEST = 2 / Math.PI * Math.atan(STEEPEST);
        private static final double FLOOR_OF_NORMS = 0.001;
        private static final double EPSILON = Math.ulp(1.0);

        /** A squared sum of blocks this much smaller than its terms is a residue of rounding, where the sum should be zero. */
        private static final double CANCELLED = 1e-13;

        private final int count;
        private final double[][][] uniform;
        private final double[][][] weighted;
        private final double[][] withFused;
        private final double[] variance;
        private final double[] norm;
        private final double[] coefficient;

        DesiredBlocks(ScaleScore scale, Features features) {
            List<Plane> sources = scale.sources;
            count = sources.size();
            uniform = covariances(sources, BLOCK, features);
            weighted = covariances(sources, Ssim.WINDOW, features);
            List<double[]> fusedCovariances = new ArrayList<>();
            for (Plane source : sources) {
                fusedCovariances.add(features.get(new LocalCovariance(source, scale.fused, Ssim.WINDOW))
                        .samples());
            }
            withFused = fusedCovariances.toArray(double[][]::new);
            variance = features.get(new LocalCovariance(scale.fused, scale.fused, Ssim.WINDOW))
                    .samples();
            norm = new double[count];
            coefficient = new double[count];
        }

        private static double[][][] covariances(List<Plane> sources, Window window, Features features) {
            double[][][] covariances = new double[sources.size()][sources.size()][];
            for (int m = 0; m < sources.size(); m++) {
                for (int n = m; n < sources.size(); n++) {
                    covariances[m][n] = features.get(new LocalCovariance(sources.get(m), sources.get(n), window))
                            .samples();
                    covariances[n][m] = covariances[m][n];
                }
            }
            return covariances;
        }

        double meanSimilarity() {
            double constant = Constants.BYTES.contrast();
            double sum = 0;
            for (int i = 0; i < variance.length; i++) {
                double scale = desire(i);
                double covariance = 0;
                for (int m = 0; m < count; m++) {
                    covariance += coefficient[m] * withFused[m][i];
                }
                double desired = Math.max(0, quadratic(weighted, i)) * scale * scale;
                sum += (2 * scale * covariance + constant) / (desired + variance[i] + constant);
            }
            return sum / variance.length;
        }

        /** Sets the coefficients of the desired block at a position, up to the factor that it returns. */
        private double desire(int i) {
            double sumOfNorms = 0;
            double largest = 0;
            double squares = 0;
            for (int m = 0; m < count; m++) {
                double plain = Math.sqrt(PIXELS * Math.max(0, uniform[m][m][i]));
                sumOfNorms += plain;
                norm[m] = plain + FLOOR_OF_NORMS;
                largest = Math.max(largest, norm[m]);
                coefficient[m] = 1;
            }
            double consistency =
                    (Math.sqrt(PIXELS * Math.max(0, quadratic(uniform, i))) + EPSILON) / (sumOfNorms + EPSILON);
            weigh(consistency);
            for (int m = 0; m < count; m++) {
                squares += coefficient[m] * coefficient[m] * uniform[m][m][i];
            }
            double square = quadratic(uniform, i);
            return square > squares * CANCELLED ? largest / Math.sqrt(PIXELS * square) : 0;
        }

        private void weigh(double consistency) {
            double sum = 0;
            boolean steepest = consistency >= R_OF_STEEPEST;
            double power = steepest ? STEEPEST : Math.tan(Math.PI / 2 * consistency);
            for (int m = 0; m < count; m++) {
                double base = norm[m] / SIDE;
                coefficient[m] = (steepest ? tenthPower(base) : Math.pow(base, power)) + EPSILON;
                sum += coefficient[m];
            }
            for (int m = 0; m < count; m++) {
                coefficient[m] /= sum * norm[m];
            }
        }

        private static double tenthPower(double base) {
            double fifth = base * base * (base * base) * base;
            return fifth * fifth;
        }

        private double quadratic(double[][][] covariances, int i) {
            double sum = 0;
            for (int m = 0; m < count; m++) {
                double half = coefficient[m] * covariances[m][m][i] / 2;
                for (int n = m + 1; n < count; n++) {
                    half += coefficient[n] * covariances[m][n][i];
                }
                sum += 2 * coefficient[m] * half;
            }
            return sum;
        }
    }
}
