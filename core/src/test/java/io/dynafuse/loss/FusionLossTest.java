package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against numbers worked out by hand and plain loops in 64 bits. */
class FusionLossTest {
    private static final LossShape ROW = new LossShape(1, 1, 1, 4);

    private static double value(String loss, LossShape shape, float[] image, float[] target, double range) {
        try (Scope scope = Scope.open()) {
            Tensor value = FusionLoss.parse(loss).of(shape.tensor(image), shape.tensor(target), range);
            assertThat(value.toFloats()).hasSize(1);
            return value.toFloats()[0];
        }
    }

    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    /** Differences 1, 0, −2 and 3: (1+0+2+3)/4 = 1.5 and (1+0+4+9)/4 = 3.5. */
    @ParameterizedTest
    @CsvSource({"l1, 1.5", "l2, 3.5", "l1+l2, 5", "0.5*l1+2*l2, 7.75", "l1+l1, 3", "1e-3*l2, 0.0035"})
    void meansOfDifferencesAndTheirSums(String loss, double expected) {
        float[] image = {1, 5, 0, 3};
        float[] target = {0, 5, 2, 0};
        assertThat(value(loss, ROW, image, target, 1)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void meansAreOverImagesAndChannelsToo() {
        LossShape shape = new LossShape(2, 3, 1, 2);
        float[] target = new float[12];
        float[] image = new float[12];
        // One element in the second channel of the second image.
        image[9] = 6;
        assertThat(value("l1", shape, image, target, 1)).isCloseTo(6 / 12.0, within(1e-6));
        assertThat(value("l2", shape, image, target, 1)).isCloseTo(36 / 12.0, within(1e-6));
    }

    /**
     * Rises by 2 from column to column, repeated at the border: the derivative is half as large in the outer of the 5 columns, so that
     * the mean of |∂x| is 2·(3 + 2·½)/5 = 1.6, that of |∂y| is 0, and the loss half of their sum.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientOfARamp(boolean upright) {
        LossShape shape = new LossShape(1, 1, 5, 5);
        float[] ramp = new float[25];
        for (int i = 0; i < 25; i++) {
            ramp[i] = 2 * (upright ? i / 5 : i % 5);
        }
        assertThat(value("gradient", shape, ramp, new float[25], 1)).isCloseTo(0.8, within(1e-6));
    }

    /** Opposite ramps: |2 − (−2)|, not ||2| − |−2||. */
    @Test
    void gradientKeepsSigns() {
        LossShape shape = new LossShape(1, 1, 5, 5);
        float[] up = new float[25];
        float[] down = new float[25];
        for (int i = 0; i < 25; i++) {
            up[i] = 2 * (i % 5);
            down[i] = -2 * (i % 5);
        }
        assertThat(value("gradient", shape, up, down, 1)).isCloseTo(1.6, within(1e-6));
    }

    @Test
    void gradientSeesNoBrightness() {
        LossShape shape = new LossShape(1, 3, 4, 6);
        float[] image = random(shape.size(), 1);
        float[] brighter = image.clone();
        for (int i = 0; i < brighter.length; i++) {
            brighter[i] += 5;
        }
        assertThat(value("gradient", shape, image, brighter, 1)).isCloseTo(0, within(1e-5));
        assertThat(value("l1", shape, image, brighter, 1)).isCloseTo(5, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"1,1,5,7", "2,1,4,4", "1,3,6,5", "2,3,1,1"})
    void gradientEqualsPlainLoops(int count, int channels, int height, int width) {
        LossShape shape = new LossShape(count, channels, height, width);
        float[] image = random(shape.size(), 1);
        float[] target = random(shape.size(), 2);
        float[] difference = LossShape.combine(image, target, (a, b) -> a - b);
        double sum = 0;
        for (int pixel = 0; pixel < shape.size(); pixel++) {
            sum += shape.magnitude(difference, pixel);
        }
        assertThat(value("gradient", shape, image, target, 1)).isCloseTo(sum / (2 * shape.size()), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"1,1,11,11,1", "1,3,14,12,1", "2,1,11,15,4.5", "2,3,12,12,255"})
    void structuralSimilarityEqualsPlainLoops(int count, int channels, int height, int width, double range) {
        LossShape shape = new LossShape(count, channels, height, width);
        float[] image = random(shape.size(), 3);
        float[] target = random(shape.size(), 4);
        for (int i = 0; i < image.length; i++) {
            target[i] = (float) range * (0.6f * image[i] + 0.4f * target[i]);
            image[i] *= (float) range;
        }
        assertThat(value("ssim", shape, image, target, range))
                .isCloseTo(1 - similarity(shape, image, target, range), within(1e-5));
    }

    /** Wang et al.'s formula window by window, with weights of the whole window. */
    private static double similarity(LossShape shape, float[] x, float[] y, double range) {
        double sum = 0;
        int windows = 0;
        int plane = shape.height() * shape.width();
        for (int start = 0; start < shape.size(); start += plane) {
            for (int top = 0; top + 11 <= shape.height(); top++) {
                for (int left = 0; left + 11 <= shape.width(); left++) {
                    sum += windowSimilarity(x, y, start + top * shape.width() + left, shape.width(), range);
                    windows++;
                }
            }
        }
        return sum / windows;
    }

    private static double windowSimilarity(float[] x, float[] y, int corner, int width, double range) {
        double total = 0;
        double[] moments = new double[5];
        for (int row = 0; row < 11; row++) {
            for (int column = 0; column < 11; column++) {
                double weight = Math.exp(-(Math.pow(row - 5, 2) + Math.pow(column - 5, 2)) / (2 * 1.5 * 1.5));
                double a = x[corner + row * width + column];
                double b = y[corner + row * width + column];
                double[] values = {a, b, a * a, b * b, a * b};
                total += weight;
                for (int i = 0; i < 5; i++) {
                    moments[i] += weight * values[i];
                }
            }
        }
        double meanX = moments[0] / total;
        double meanY = moments[1] / total;
        double varianceX = moments[2] / total - meanX * meanX;
        double varianceY = moments[3] / total - meanY * meanY;
        double covariance = moments[4] / total - meanX * meanY;
        double luminance = Math.pow(0.01 * range, 2);
        double contrast = Math.pow(0.03 * range, 2);
        return (2 * meanX * meanY + luminance)
                * (2 * covariance + contrast)
                / ((meanX * meanX + meanY * meanY + luminance) * (varianceX + varianceY + contrast));
    }

    @ParameterizedTest
    @ValueSource(strings = {"l1", "l2", "ssim", "ms-ssim", "gradient", "gradient-magnitude", "l1+0.5*ssim"})
    void anImageIsNoDistanceFromItself(String loss) {
        LossShape shape = new LossShape(1, 3, 12, 13);
        float[] image = random(shape.size(), 5);
        assertThat(value(loss, shape, image, image, 1)).isCloseTo(0, within(1e-6));
    }

    @Test
    void sumsAddWeightedTerms() {
        LossShape shape = new LossShape(1, 3, 12, 13);
        float[] image = random(shape.size(), 6);
        float[] target = random(shape.size(), 7);
        double expected = 0.25 * value("l1", shape, image, target, 1)
                + value("l2", shape, image, target, 1)
                + 3 * value("ssim", shape, image, target, 1)
                + 0.5 * value("gradient", shape, image, target, 1);
        assertThat(value("0.25*l1 + l2 + 3*ssim + 0.5*gradient", shape, image, target, 1))
                .isCloseTo(expected, within(1e-5));
    }

    @Test
    void lossesFollowThePrecisionOfTheirImages() {
        LossShape shape = new LossShape(1, 1, 12, 12);
        try (Scope scope = Scope.open()) {
            Tensor image = shape.tensor(random(shape.size(), 1)).to(Precision.BF16);
            Tensor target = shape.tensor(random(shape.size(), 2)).to(Precision.BF16);
            for (String loss : List.of("l1", "l2", "ssim", "gradient", "gradient-magnitude")) {
                assertThat((double) FusionLoss.parse(loss).of(image, target, 1).toFloats()[0])
                        .as(loss)
                        .isCloseTo(
                                value(loss, shape, image.toFloats(), target.toFloats(), 1),
                                // Eight bits.
                                within(0.05));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"11,10,10x11", "10,11,11x10", "1,1,1x1"})
    void imagesTooSmallForAWindowAreRefused(int height, int width, String size) {
        LossShape shape = new LossShape(1, 1, height, width);
        float[] image = new float[shape.size()];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value("l1+ssim", shape, image, image, 1))
                .withMessage("the loss ssim needs images of 11x11 pixels or more, found " + size);
    }

    @Test
    void imageAndTargetHaveOneShape() {
        try (Scope scope = Scope.open()) {
            Tensor gray = Tensor.of(new float[4], 1, 1, 2, 2);
            Tensor colour = Tensor.of(new float[12], 1, 3, 2, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FusionLoss.L1.of(colour, gray, 1))
                    .withMessage("expected an image and a target of one shape, found [1, 3, 2, 2] and [1, 1, 2, 2]");
        }
    }

    @Provide
    Arbitrary<FusionLoss> losses() {
        Arbitrary<Double> weights = Arbitraries.oneOf(
                Arbitraries.of(1.0, 0.5, 1e-20, 1e20, 1e7, 12345678.9),
                Arbitraries.doubles().between(1e-6, 1e6).ofScale(9));
        return Combinators.combine(weights, Arbitraries.of(LossTerm.values()))
                .as((weight, term) -> new WeightedTerm<>(weight, term))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(FusionLoss::new);
    }

    @Property
    void textIsReadAsItIsWritten(@ForAll("losses") FusionLoss loss) {
        assertThat(FusionLoss.parse(loss.toString())).isEqualTo(loss);
        assertThat(FusionLoss.parse(" " + loss.toString().toUpperCase(java.util.Locale.ROOT) + "\t"))
                .isEqualTo(loss);
    }

    @Test
    void textIsShort() {
        assertThat(FusionLoss.L1).hasToString("l1");
        assertThat(FusionLoss.parse("1*L1 + 0.5 * SSIM")).hasToString("l1+0.5*ssim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "l1+",
                "+l1",
                "l1++l2",
                "l1+*",
                "*",
                "*l1",
                "x*l1",
                "l1*2",
                "2*3*l1",
                "l3",
                "-l1",
                "l1-l2",
                "l1 l2",
                "l1,l2",
                "2",
                "2 l1",
                "\u0000",
                "l1\u0131",
                "NaN*l1",
                "Infinity*l1"
            })
    void whatIsNoSumOfLossesIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FusionLoss.parse(text))
                .withMessageStartingWith(
                        "expected a sum of the losses l1, l2, ssim, ms-ssim, gradient, gradient-magnitude,"
                                + " such as l1+0.5*ssim, found ")
                .withMessageEndingWith(text.isBlank() ? "nothing" : text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0*l1", "-1*l1", "1e21*l1", "1e-21*l1", "l2+1e999*l1"})
    void weightsOutOfRangeAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FusionLoss.parse(text))
                .withMessageStartingWith("expected the weight of a loss from 1.0E-20 to 1.0E20, found ");
    }

    @Test
    void noLossIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FusionLoss(List.of()));
    }

    /** In 32 bits the variance of a bright flat window is the small difference of two large numbers. */
    @ParameterizedTest
    @CsvSource({"0.001, 0.0002", "0.03, 0.0002"})
    void similarityAndItsDerivativesHoldWhereImagesAreNearlyFlat(double noise, double tolerance) {
        LossShape shape = new LossShape(1, 1, 12, 11);
        float[] image = random(shape.size(), 8);
        float[] target = random(shape.size(), 9);
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) (0.95 + noise * image[i]);
            target[i] = (float) (0.95 + noise * target[i]);
        }
        double expected = 1 - similarity(shape, image, target, 1);
        assertThat(value("ssim", shape, image, target, 1)).isCloseTo(expected, within(tolerance));
        float[] derivatives = derivatives(FusionLoss.parse("ssim"), shape, image, target);
        for (int pixel : new int[] {0, 40, 71, 131}) {
            float[] above = image.clone();
            float[] below = image.clone();
            above[pixel] += 1e-3f;
            below[pixel] -= 1e-3f;
            double change = similarity(shape, below, target, 1) - similarity(shape, above, target, 1);
            assertThat((double) derivatives[pixel])
                    .isCloseTo(change / ((double) above[pixel] - below[pixel]), within(2e-3));
        }
    }

    private static float[] derivatives(FusionLoss loss, LossShape shape, float[] image, float[] target) {
        try (Scope scope = Scope.open()) {
            Tensor variable = shape.tensor(image).asVariable();
            Tensor value = Autograd.record(() -> loss.of(variable, shape.tensor(target), 1));
            return Autograd.gradients(value, List.of(variable)).get(0).toFloats();
        }
    }
}
