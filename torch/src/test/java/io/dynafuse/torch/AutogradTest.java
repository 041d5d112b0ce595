package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AutogradTest {
    private static Tensor of(float... values) {
        return Tensor.of(values, values.length);
    }

    /** The mean of x²y over two elements: derivatives xy and x²/2. */
    @Test
    void derivativesByEveryInput() {
        try (Scope scope = Scope.open()) {
            Tensor x = of(3, -2).asVariable();
            Tensor y = of(5, 7).asVariable();
            Tensor mean = Autograd.record(() -> x.square().times(y).meanOfAll());
            List<Tensor> derivatives = Autograd.gradients(mean, List.of(x, y));
            assertThat(derivatives.get(0).toFloats()).containsExactly(15, -14);
            assertThat(derivatives.get(1).toFloats()).containsExactly(4.5f, 2);
            assertThat(Autograd.gradients(mean, List.of(y)).get(0).toFloats()).containsExactly(4.5f, 2);
            assertThat(derivatives).noneMatch(Tensor::requiresGrad);
        }
    }

    /** The mean of x³ along (1, 0, −1): the mean of 3x²u, whose gradient is 6xu/3. */
    @Test
    void aDirectionalDerivativeHasGradients() {
        try (Scope scope = Scope.open()) {
            Tensor x = of(1, 2, 3).asVariable();
            Tensor direction = of(1, 0, -1);
            Tensor change = Autograd.record(() -> Autograd.directionalDerivative(
                    List.of(x),
                    List.of(direction),
                    moving -> moving.get(0).power(3).meanOfAll()));
            assertThat(change.toFloats()).containsExactly(-8);
            assertThat(Autograd.gradients(change, List.of(x)).get(0).toFloats()).containsExactly(2, 0, -6);
        }
    }

    /** Softmax of (a, b) along (1, 0): p(1 − p) and −p(1 − p), whose difference 2p(1 − p) rises by 2p(1 − p)(1 − 2p) with a. */
    @Test
    void softmaxCanBeDifferentiatedAlongADirectionAndThenByItself() {
        try (Scope scope = Scope.open()) {
            Tensor x = of((float) Math.log(3), 0).asVariable();
            Tensor change = Autograd.record(() -> {
                Tensor both = Autograd.directionalDerivative(
                        List.of(x), List.of(of(1, 0)), moving -> moving.get(0).softmax(0));
                return both.slice(0, 0, 1).minus(both.slice(0, 1, 1));
            });
            assertThat(change.toFloats()[0]).isCloseTo(0.375f, within(1e-6f));
            assertThat(Autograd.gradients(change, List.of(x)).get(0).toFloats())
                    .containsExactly(new float[] {-0.1875f, 0.1875f}, within(1e-6f));
        }
    }

    @Test
    void aVariableSharesItsElementsAndNoHistory() {
        try (Scope scope = Scope.open()) {
            Tensor tensor = of(1, 2);
            Tensor variable = tensor.asVariable();
            assertThat(tensor.requiresGrad()).isFalse();
            assertThat(variable.requiresGrad()).isTrue();
            tensor.timesInPlace(3);
            assertThat(variable.toFloats()).containsExactly(3, 6);
        }
    }

    @Test
    void whatWasNotRecordedHasNoDerivatives() {
        try (Scope scope = Scope.open()) {
            Tensor variable = of(1, 2).asVariable();
            Tensor constant = of(1, 2).meanOfAll();
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> Autograd.gradients(constant, List.of(variable)))
                    .satisfies(e ->
                            assertThat(e.getMessage()).startsWith("engine: ").doesNotContain("\n"));
            Tensor other = of(1, 2).asVariable();
            Tensor mean = Autograd.record(variable::meanOfAll);
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> Autograd.gradients(mean, List.of(variable, other)));
        }
    }

    /** An owner's thread records nothing, but inside; not even after what was recorded failed. */
    @Test
    void recordingEndsWithItsWork() throws Exception {
        try (EngineThread thread = new EngineThread()) {
            assertThat(thread.call(() -> recordsNow())).isFalse();
            assertThat(thread.call(() -> Autograd.record(AutogradTest::recordsNow)))
                    .isTrue();
            assertThat(thread.call(() -> recordsNow())).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(() -> thread.call(() -> Autograd.record(() -> {
                        throw new IllegalStateException("half-way");
                    })))
                    .withMessage("half-way");
            assertThat(thread.call(() -> recordsNow())).isFalse();
        }
    }

    private static boolean recordsNow() {
        try (Scope scope = Scope.open()) {
            return of(1, 2).asVariable().times(2).requiresGrad();
        }
    }

    @Test
    void aFailureFreesWhatWasRecorded() {
        Tensor[] recorded = new Tensor[1];
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> {
            try (Scope scope = Scope.open()) {
                Tensor variable = of(1, 2).asVariable();
                Autograd.record(() -> {
                    recorded[0] = variable.times(2);
                    return recorded[0].plus(of(1, 2, 3));
                });
            }
        });
        assertThat(recorded[0]).hasToString("freed tensor");
    }
}
