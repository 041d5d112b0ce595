package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamTest {
    /** By numpy, in 64 bits, from the algorithm of the paper: p = 1, gradients 0.5, -0.25, 0.125, rate 0.1. */
    @Test
    void makesTheStepsOfThePaper() {
        assertThat(afterThreeSteps(Adam.STANDARD)).isCloseTo(0.839323f, within(1e-5f));
    }

    /** By numpy, with p shrunk by rate times decay before each step. */
    @Test
    void weightDecayDoesNotPassThroughTheMoments() {
        assertThat(afterThreeSteps(Adam.STANDARD.withWeightDecay(0.2))).isCloseTo(0.785008f, within(1e-5f));
    }

    private static float afterThreeSteps(Adam adam) {
        float[] gradients = {0.5f, -0.25f, 0.125f};
        try (Scope scope = Scope.open();
                Parameters first = zero();
                Parameters second = zero()) {
            Tensor parameter = Tensor.of(new float[] {1}, 1);
            for (int step = 1; step <= gradients.length; step++) {
                Tensor gradient = Tensor.of(new float[] {gradients[step - 1]}, 1);
                adam.step("p", parameter, gradient, first, second, step, 0.1);
            }
            return parameter.toFloats()[0];
        }
    }

    private static Parameters zero() {
        return Parameters.owning(Map.of("p", Tensor.of(new float[1], 1)));
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> new Adam(1, 0.999, 1e-8, 0)).hasMessageContaining("found 1.0");
        assertThatThrownBy(() -> new Adam(0.9, 0.999, 0, 0)).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> Adam.STANDARD.withWeightDecay(Double.NaN)).hasMessageContaining("NaN");
    }
}
