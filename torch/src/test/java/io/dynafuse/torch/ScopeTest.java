package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void countsWhatItOwns() {
        try (Scope scope = Scope.open()) {
            Tensor first = Tensor.of(new float[] {1}, 1);
            Tensor.of(new float[] {1}, 1).close();
            assertThat(scope.size()).isEqualTo(1);
            Scope.compute(() -> first.plus(1).plus(2));
            assertThat(scope.size()).isEqualTo(2);
        }
    }

    @Test
    void freesWhatWasMadeInside() {
        Tensor tensor;
        try (Scope scope = Scope.open()) {
            tensor = Tensor.of(new float[] {1, 2}, 2);
        }
        assertThatIllegalStateException().isThrownBy(tensor::toFloats).withMessageContaining("freed");
    }

    @Test
    void freesWhatWasMadeInsideWhenAnExceptionPasses() {
        List<Tensor> made = new ArrayList<>();
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> {
            try (Scope scope = Scope.open()) {
                made.add(Tensor.of(new float[] {1}, 1));
                throw new ArithmeticException();
            }
        });
        assertThatIllegalStateException().isThrownBy(made.get(0)::shape);
    }

    @Test
    void resultOfAComputationBelongsToTheEnclosingScope() {
        List<Tensor> intermediate = new ArrayList<>();
        Tensor result;
        try (Scope scope = Scope.open()) {
            result = Scope.compute(() -> {
                intermediate.add(Tensor.of(new float[] {2, 3}, 2));
                return intermediate.get(0).times(10);
            });
            assertThat(result.toFloats()).containsExactly(20, 30);
            assertThatIllegalStateException().isThrownBy(intermediate.get(0)::shape);
        }
        assertThatIllegalStateException().isThrownBy(result::shape);
    }

    @Test
    void aComputationMayReturnATensorFromOutside() {
        try (Scope scope = Scope.open()) {
            Tensor outside = Tensor.of(new float[] {5}, 1);
            assertThat(Scope.compute(() -> outside)).isSameAs(outside);
            assertThat(outside.toFloats()).containsExactly(5);
        }
    }

    @Test
    void keptTensorsOutliveTheirScopeUntilClosed() {
        Tensor kept;
        try (Scope scope = Scope.open()) {
            kept = Tensor.of(new float[] {7}, 1).keep();
        }
        assertThat(kept.toFloats()).containsExactly(7);
        kept.close();
        kept.close();
        assertThatIllegalStateException().isThrownBy(kept::shape);
    }

    @Test
    void tensorsNeedAnOpenScope() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Tensor.of(new float[] {1}, 1))
                .withMessageContaining("open Scope");
    }

    @Test
    void scopesCloseInnermostFirst() {
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                assertThatIllegalStateException().isThrownBy(outer::close);
            }
        }
    }

    @Test
    void parametersOwnTheirTensors() {
        Parameters parameters;
        try (Scope scope = Scope.open()) {
            parameters = Parameters.owning(Map.of("encoder.weight", Tensor.of(new float[] {4}, 1)));
        }
        Tensor weight = parameters.in("encoder").get("weight");
        assertThat(weight.toFloats()).containsExactly(4);
        assertThat(parameters.in("encoder").find("bias")).isEmpty();
        parameters.close();
        assertThatIllegalStateException().isThrownBy(weight::shape);
    }
}
