package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts of CDDFuse's losses worked out by hand or by sums in 64 bits. */
class CddFuseLossTest {
    private static final int WIDTH = 8;
    private static final int HEIGHT = 6;

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor image(IntToDoubleFunction value) {
        float[] values = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return Tensor.of(values, 1, 1, HEIGHT, WIDTH);
    }

    private static double value(Tensor one) {
        return one.toFloats()[0];
    }

    /** (1,2,3,6) and (2,1,3,2): 3 and 2 in the mean, products −2·0 + −1·−1 + 0·1 + 3·0 = 1, squares 14 and 2. */
    @Test
    void correlationIsOfEveryChannelAndIndependentOfContrast() {
        Tensor first = Tensor.of(new float[] {1, 2, 3, 6, 1, 2, 3, 6}, 1, 2, 2, 2);
        Tensor second = Tensor.of(new float[] {2, 1, 3, 2, -10, -20, -30, -60}, 1, 2, 2, 2);
        double ofFirstChannel = 1 / Math.sqrt(28);
        assertThat(value(CddFuseLoss.correlation(first, second))).isCloseTo((ofFirstChannel - 1) / 2, within(1e-6));
        assertThat(value(CddFuseLoss.correlation(first.times(7), second.plus(3))))
                .isCloseTo((ofFirstChannel - 1) / 2, within(1e-6));
    }

    /** Where features are the same everywhere, nothing correlates, and derivatives are numbers. */
    @Test
    void flatFeaturesCorrelateWithNothing() {
        Tensor flat = image(i -> 0.5).asVariable();
        Tensor correlation = Autograd.record(() -> CddFuseLoss.correlation(flat, image(i -> i)));
        assertThat(value(correlation)).isZero();
        assertThat(Autograd.gradients(correlation, List.of(flat)).get(0).toFloats())
                .doesNotContain(Float.NaN);
    }

    /** Base features that are equal, detail features that are opposites: (−1)² / (1.01 + 1). */
    @Test
    void theDecompositionWantsEqualBaseAndUnrelatedDetail() {
        Tensor base = image(i -> i);
        Tensor detail = image(i -> i % 3);
        Tensor first = Tensor.concatenate(List.of(base, detail), 1);
        Tensor second = Tensor.concatenate(List.of(base, detail.times(-1)), 1);
        assertThat(value(CddFuseLoss.decomposition(List.of(first, second)))).isCloseTo(1 / 2.01, within(1e-5));
        Tensor others = Tensor.concatenate(List.of(base.times(-1), detail), 1);
        assertThat(value(CddFuseLoss.decomposition(List.of(first, others)))).isCloseTo(1 / 0.01, within(0.01));
    }

    /** Around a white pixel |∂x| + |∂y| is 2 at each of its eight neighbours; of one in a corner three are in the image. */
    @Test
    void theGradientIsInWholeNumbersAndBlackLiesBeyondTheBorder() {
        Tensor black = image(i -> 0);
        Tensor inside = image(i -> i == 2 * WIDTH + 3 ? 1 : 0);
        Tensor corner = image(i -> i == 0 ? 1 : 0);
        assertThat(value(CddFuseLoss.gradient(List.of(black, inside), black)) * WIDTH * HEIGHT)
                .isCloseTo(16, within(1e-4));
        assertThat(value(CddFuseLoss.gradient(List.of(corner, black), black)) * WIDTH * HEIGHT)
                .isCloseTo(6, within(1e-4));
    }

    @Test
    void similarityIsOfMirroredImages() {
        Random random = new Random(1);
        double[] x = random.doubles(WIDTH * HEIGHT).toArray();
        double[] y = random.doubles(WIDTH * HEIGHT).toArray();
        float[] map = StructuralSimilarity.ofMirrored(image(i -> x[i]), image(i -> y[i]), 1)
                .whole()
                .toFloats();
        double sum = 0;
        for (int i = 0; i < map.length; i++) {
            double expected = similarity(x, y, i);
            assertThat((double) map[i]).isCloseTo(expected, within(1e-4));
            sum += Math.min(1, Math.max(0, 1 - expected));
        }
        assertThat(value(CddFuseLoss.similarity(image(i -> x[i]), image(i -> y[i]))))
                .isCloseTo(sum / map.length / 2, within(1e-4));
    }

    private static double similarity(double[] x, double[] y, int at) {
        double meanX = mean(at, i -> x[i]);
        double meanY = mean(at, i -> y[i]);
        double spread = mean(at, i -> x[i] * x[i] + y[i] * y[i]) - meanX * meanX - meanY * meanY;
        double common = mean(at, i -> x[i] * y[i]) - meanX * meanY;
        return (2 * meanX * meanY + 1e-4)
                * (2 * common + 9e-4)
                / ((meanX * meanX + meanY * meanY + 1e-4) * (spread + 9e-4));
    }

    /** Around a pixel, weighted by a Gaussian of σ = 1.5 over 11×11. */
    private static double mean(int at, IntToDoubleFunction values) {
        double sum = 0;
        double weights = 0;
        for (int dy = -5; dy <= 5; dy++) {
            for (int dx = -5; dx <= 5; dx++) {
                double weight = Math.exp(-(dx * dx + dy * dy) / 4.5);
                int row = mirrored(at / WIDTH + dy, HEIGHT);
                sum += weight * values.applyAsDouble(row * WIDTH + mirrored(at % WIDTH + dx, WIDTH));
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static int mirrored(int place, int size) {
        int inside = Math.abs(place);
        return inside < size ? inside : 2 * (size - 1) - inside;
    }
}
