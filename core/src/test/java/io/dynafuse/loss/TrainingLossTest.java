package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against numbers that NumPy found in 64 bits. Images are sawtooth(a, m) = {@code (arange(N*C*H*W) * a % m / m).reshape(N, C, H, W)}.
 */
class TrainingLossTest {
    private static double value(
            String loss, LossShape shape, float[] fused, List<float[]> sources, Optional<float[]> truth, double range) {
        try (Scope scope = Scope.open()) {
            float[] value = TrainingLoss.parse(loss)
                    .of(
                            shape.tensor(fused),
                            sources.stream().map(shape::tensor).toList(),
                            truth.map(shape::tensor),
                            range)
                    .toFloats();
            assertThat(value).hasSize(1);
            return value[0];
        }
    }

    /**
     * With f = sawtooth(7, 23), sources a = sawtooth(5, 19) and b = sawtooth(11, 29), truth t = sawtooth(3, 17), the Sobel derivatives
     * {@code gx, gy} by whole numbers over 8 of {@code pad(x, 1, 'edge')}, {@code mag(x) = abs(gx) + abs(gy)}:
     *
     * <pre>
     * l1                  abs(f - t).mean()
     * l2                  ((f - t)**2).mean()
     * gradient            (abs(gx(f) - gx(t)).mean() + abs(gy(f) - gy(t)).mean()) / 2
     * gradient-magnitude  abs(mag(f) - mag(t)).mean()
     * intensity-max       abs(f - maximum(a, b)).mean()
     * gradient-max        abs(mag(f) - maximum(mag(a), mag(b))).mean()
     * total-variation     (abs(diff(f, axis=3)).sum() + abs(diff(f, axis=2)).sum()) / f.size
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "l1,                 1, 1, 0.32084398976982",
        "l1,                 2, 3, 0.32169650468883",
        "l2,                 1, 1, 0.15880292515093",
        "l2,                 2, 3, 0.15661811038215",
        "gradient,           1, 1, 0.15187020460358",
        "gradient,           2, 3, 0.14470375106564",
        "gradient-magnitude, 1, 1, 0.16534526854220",
        "gradient-magnitude, 2, 3, 0.15400682011935",
        "intensity-max,      1, 1, 0.33742996922591",
        "intensity-max,      2, 3, 0.33438675399143",
        "gradient-max,       1, 1, 0.15413576106684",
        "gradient-max,       2, 3, 0.13672226386807",
        "total-variation,    1, 1, 0.69782608695652",
        "total-variation,    2, 3, 0.71340579710145"
    })
    void lossesOfPixels(String loss, int count, int channels, double expected) {
        LossShape shape = new LossShape(count, channels, 4, 5);
        List<float[]> sources = List.of(shape.sawtooth(5, 19), shape.sawtooth(11, 29));
        double found = value(loss, shape, shape.sawtooth(7, 23), sources, Optional.of(shape.sawtooth(3, 17)), 1);
        assertThat(found).isCloseTo(expected, within(1e-6));
    }

    /**
     * With k the number of the plane from 0, t = L·(0.5 + 0.3·sin(0.3x + 0.2y + k) + 0.2·cos(0.05xy + k)) and f = 0.8t + 0.2L·sawtooth(7,
     * 23). SSIM by {@code sliding_window_view(x, (11, 11))} weighted by the Gaussian; the image of a coarser scale is {@code
     * x[..., :h//2*2, :w//2*2].reshape(n, c, h//2, 2, w//2, 2).mean((3, 5))}; per plane the product over the scales of {@code
     * mean(structure)**weight}, at the last scale of {@code mean(luminance*structure)**weight}.
     */
    @ParameterizedTest
    @CsvSource({
        "ssim,    2, 3,  12,  15,   1, 0.12379163790201",
        "ssim,    1, 3,  47,  50, 255, 0.09972140514115",
        // One scale: SSIM itself.
        "ms-ssim, 2, 3,  12,  15,   1, 0.12379163790201",
        "ms-ssim, 1, 1,  23,  25,   1, 0.04173076490265",
        "ms-ssim, 2, 3,  23,  25,   1, 0.04299681067955",
        "ms-ssim, 1, 3,  47,  50, 255, 0.03373790133706",
        "ms-ssim, 1, 1, 176, 181,   1, 0.03095496246496"
    })
    void similarities(String loss, int count, int channels, int height, int width, double range, double expected) {
        LossShape shape = new LossShape(count, channels, height, width);
        float[] truth = waves(shape, range);
        float[] fused = LossShape.combine(truth, shape.sawtooth(7, 23), (t, s) -> 0.8 * t + 0.2 * range * s);
        assertThat(value(loss, shape, fused, List.of(fused), Optional.of(truth), range))
                .isCloseTo(expected, within(2e-5));
    }

    /** The mean of what {@code ssim} gives for each of the sources as the truth. */
    @Test
    void similarityToTheSourcesIsThatOfEach() {
        LossShape shape = new LossShape(2, 3, 12, 15);
        float[] first = waves(shape, 1);
        float[] second = shape.sawtooth(11, 29);
        float[] fused = LossShape.combine(first, shape.sawtooth(7, 23), (t, s) -> 0.8 * t + 0.2 * s);
        double toFirst = value("ssim", shape, fused, List.of(fused), Optional.of(first), 1);
        double toSecond = value("ssim", shape, fused, List.of(fused), Optional.of(second), 1);
        assertThat(value("source-ssim", shape, fused, List.of(first, second), Optional.empty(), 1))
                .isCloseTo((toFirst + toSecond) / 2, within(1e-6));
    }

    private static float[] waves(LossShape shape, double range) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            int x = i % shape.width();
            int y = i / shape.width() % shape.height();
            int plane = i / (shape.width() * shape.height());
            values[i] = (float)
                    (range * (0.5 + 0.3 * Math.sin(0.3 * x + 0.2 * y + plane) + 0.2 * Math.cos(0.05 * x * y + plane)));
        }
        return values;
    }

    /** The mean structure of a negative is −0.99 at the first scale and −0.92 at the second: both count as 0.001. */
    @Test
    void negativesHaveTheSmallestSimilarityOverScales() {
        LossShape shape = new LossShape(1, 1, 23, 25);
        float[] truth = shape.sawtooth(7, 23);
        float[] negative = LossShape.combine(truth, truth, (t, same) -> 1 - t);
        assertThat(value("ms-ssim", shape, negative, List.of(truth), Optional.of(truth), 1))
                .isCloseTo(0.999, within(1e-6));
    }

    /** Three sources, of which each is the largest once: |1 − 4| + |2 − 2| + |3 − 9| over 3. */
    @Test
    void intensityIsHeldAgainstTheLargestOfAllSources() {
        LossShape shape = new LossShape(1, 1, 1, 3);
        List<float[]> sources = List.of(new float[] {4, 0, 0}, new float[] {0, 2, -1}, new float[] {1, 1, 9});
        assertThat(value("intensity-max", shape, new float[] {1, 2, 3}, sources, Optional.empty(), 1))
                .isCloseTo(3, within(1e-6));
    }

    /** A ramp beside its mirror image: ∂x is ±2 inside, ±1 at both ends, so that the magnitudes are equal and the signed mean is 1.6. */
    @Test
    void magnitudesForgetSigns() {
        LossShape shape = new LossShape(1, 1, 5, 5);
        float[] up = new float[25];
        float[] down = new float[25];
        for (int i = 0; i < 25; i++) {
            up[i] = 2 * (i % 5);
            down[i] = -2 * (i % 5);
        }
        assertThat(value("gradient-magnitude", shape, up, List.of(up), Optional.of(down), 1))
                .isCloseTo(0, within(1e-6));
        assertThat(value("gradient-max", shape, up, List.of(down, new float[25]), Optional.empty(), 1))
                .isCloseTo(0, within(1e-6));
        assertThat(value("gradient", shape, up, List.of(up), Optional.of(down), 1))
                .isCloseTo(1.6, within(1e-6));
    }

    /** Differences 1, 3 and 0 along a line of four pixels; a single pixel has none. */
    @ParameterizedTest
    @CsvSource({"1,4", "4,1"})
    void linesHaveATotalVariation(int height, int width) {
        float[] image = {1, 2, 5, 5};
        assertThat(value(
                        "total-variation",
                        new LossShape(1, 1, height, width),
                        image,
                        List.of(image),
                        Optional.empty(),
                        1))
                .isCloseTo(1, within(1e-6));
        assertThat(value(
                        "total-variation",
                        new LossShape(1, 1, 1, 1),
                        new float[1],
                        List.of(new float[1]),
                        Optional.empty(),
                        1))
                .isZero();
    }

    @Test
    void sumsAddWeightedTermsOfBothKinds() {
        LossShape shape = new LossShape(2, 3, 4, 5);
        List<float[]> sources = List.of(shape.sawtooth(5, 19), shape.sawtooth(11, 29));
        String loss = "l2 + 0.5*gradient + 10*intensity-max + 2*total-variation";
        // The numbers of lossesOfPixels.
        double expected = 0.15661811038215 + 0.5 * 0.14470375106564 + 10 * 0.33438675399143 + 2 * 0.71340579710145;
        assertThat(value(loss, shape, shape.sawtooth(7, 23), sources, Optional.of(shape.sawtooth(3, 17)), 1))
                .isCloseTo(expected, within(1e-5));
    }

    @Test
    void imagesOfEightBitsOfMantissaAreComparedInFull() {
        LossShape shape = new LossShape(1, 1, 12, 12);
        try (Scope scope = Scope.open()) {
            Tensor fused = shape.tensor(shape.sawtooth(7, 23)).to(Precision.BF16);
            Tensor truth = shape.tensor(shape.sawtooth(3, 17)).to(Precision.BF16);
            TrainingLoss loss = TrainingLoss.parse("ssim+intensity-max");
            Tensor found = loss.of(fused, List.of(truth), Optional.of(truth), 1);
            assertThat(found.precision()).isEqualTo(Precision.FP32);
            assertThat((double) found.toFloats()[0])
                    .isCloseTo(
                            value(
                                    loss.toString(),
                                    shape,
                                    fused.toFloats(),
                                    List.of(truth.toFloats()),
                                    Optional.of(truth.toFloats()),
                                    1),
                            within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "l2+0.5*gradient, true",
        "intensity-max+ssim, true",
        "intensity-max+10*gradient-max+0.1*total-variation, false"
    })
    void aLossKnowsWhetherItNeedsATruth(String text, boolean needed) {
        assertThat(TrainingLoss.parse(text).needsTruth()).isEqualTo(needed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l1", "intensity-max+ms-ssim"})
    void termsWithoutTheirTruthAreRefused(String text) {
        LossShape shape = new LossShape(1, 1, 12, 12);
        float[] image = new float[shape.size()];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value(text, shape, image, List.of(image), Optional.empty(), 1))
                .withMessage("the loss " + text.substring(text.indexOf('+') + 1)
                        + " compares with the true image, and there is none; intensity-max, gradient-max,"
                        + " source-ssim, total-variation need none");
    }

    @Test
    void imagesHaveOneShape() {
        try (Scope scope = Scope.open()) {
            Tensor gray = Tensor.of(new float[4], 1, 1, 2, 2);
            Tensor colour = Tensor.of(new float[12], 1, 3, 2, 2);
            TrainingLoss loss = TrainingLoss.parse("total-variation");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.of(gray, List.of(gray, colour), Optional.empty(), 1))
                    .withMessage(
                            "expected a fused image and a source of one shape, found [1, 1, 2, 2] and [1, 3, 2, 2]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.of(gray, List.of(gray), Optional.of(colour), 1))
                    .withMessage(
                            "expected a fused image and a truth of one shape, found [1, 1, 2, 2] and [1, 3, 2, 2]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.of(gray, List.of(), Optional.empty(), 1))
                    .withMessage("expected one or more sources, found none");
        }
    }

    @Test
    void textIsReadAsItIsWritten() {
        assertThat(TrainingLoss.parse(" L2 + 0.5 * Gradient")).hasToString("l2+0.5*gradient");
        TrainingLoss loss = TrainingLoss.parse("intensity-max+10*gradient-max+0.1*total-variation");
        assertThat(TrainingLoss.parse(loss.toString())).isEqualTo(loss);
        assertThat(loss.parts())
                .containsExactly(
                        new WeightedTerm<>(1, SourceTerm.INTENSITY_MAX),
                        new WeightedTerm<>(10, SourceTerm.GRADIENT_MAX),
                        new WeightedTerm<>(0.1, SourceTerm.TOTAL_VARIATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l2+", "intensity_max", "gradient max", "gradient-max-l1", "max"})
    void whatIsNoSumOfLossesIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingLoss.parse(text))
                .withMessage("expected a sum of the losses l1, l2, ssim, ms-ssim, gradient, gradient-magnitude,"
                        + " intensity-max, gradient-max, source-ssim, total-variation, such as l2+0.5*gradient, found "
                        + (text.isBlank() ? "nothing" : text));
    }

    @Test
    void noLossIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainingLoss(List.of()));
    }
}
