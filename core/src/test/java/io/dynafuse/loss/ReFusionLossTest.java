package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.loss.ReFusionLoss.Among;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Losses of images so plain that they can be worked out by hand. */
class ReFusionLossTest {
    private static final int SIDE = 6;

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor flat(double value) {
        float[] values = new float[SIDE * SIDE];
        Arrays.fill(values, (float) value);
        return Tensor.of(values, 1, 1, SIDE, SIDE);
    }

    /** Rises by {@code slope} a pixel. */
    private static Tensor ramp(double slope) {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (slope * (i % SIDE));
        }
        return Tensor.of(values, 1, 1, SIDE, SIDE);
    }

    private static Tensor weights(double first) {
        return Tensor.concatenate(List.of(flat(first), flat(1 - first)), 1);
    }

    private static double value(Tensor one) {
        return one.toFloats()[0];
    }

    /** 0.75 · 0.4² + 0.25 · 0.2². */
    @Test
    void theFusionLossWeighsSquaredDifferences() {
        Tensor loss = new ReFusionLoss(1).fusion(List.of(flat(0.9), flat(0.3)), flat(0.5), weights(0.75), weights(0));
        assertThat(value(loss)).isCloseTo(0.13, within(1e-6));
    }

    /**
     * A ramp of 0.1 a pixel has Sobel's derivative 0.8 inside, and 0.4 in its first and last column, as the border is repeated: a mean square of
     * (4 · 0.64 + 2 · 0.16) / 6 = 0.48. Of the intensities, the mean square is 0.01 · 55 / 6.
     */
    @Test
    void gradientsCountByTheirShareAndWeights() {
        List<Tensor> sources = List.of(ramp(0.1), flat(0));
        Tensor fused = flat(0);
        for (double share : new double[] {0, 0.5, 2}) {
            Tensor loss = new ReFusionLoss(share).fusion(sources, fused, weights(0.5), weights(0.25));
            assertThat(value(loss)).isCloseTo(0.5 * 0.55 / 6 + share * 0.25 * 0.48, within(1e-6));
        }
    }

    @Test
    void theReconstructionLossTakesTheLargerOneOrTheSum() {
        List<Tensor> sources = List.of(flat(0.9), flat(0.3));
        List<Tensor> reconstructed = List.of(flat(0.5), flat(0.2));
        ReFusionLoss loss = new ReFusionLoss(1);
        assertThat(value(loss.reconstruction(sources, reconstructed, Among.LARGEST)))
                .isCloseTo(0.16, within(1e-6));
        assertThat(value(loss.reconstruction(sources, reconstructed, Among.SUM)))
                .isCloseTo(0.17, within(1e-6));
    }

    @Test
    void sharesAreFiniteAndNotNegative() {
        for (double share : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ReFusionLoss(share));
        }
    }
}
