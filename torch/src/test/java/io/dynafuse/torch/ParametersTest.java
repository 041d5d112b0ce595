package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void namesAreThoseOfTheViewInTheirOrder() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (String name : new String[] {"z.weight", "a.bias", "z.bn.weight", "zz.weight"}) {
                tensors.put(name, Tensor.of(new float[] {1}, 1));
            }
            try (Parameters parameters = Parameters.owning(tensors)) {
                assertThat(parameters.names()).containsExactly("z.weight", "a.bias", "z.bn.weight", "zz.weight");
                Parameters view = parameters.in("z");
                assertThat(view.names())
                        .containsExactly("weight", "bn.weight")
                        .allMatch(name -> view.find(name).isPresent());
                assertThat(parameters.in("absent").names()).isEmpty();
            }
        }
    }
}
