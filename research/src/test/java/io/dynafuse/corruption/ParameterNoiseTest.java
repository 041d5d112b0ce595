package io.dynafuse.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterNoiseTest {
    private static final String LARGE = "conv2.conv.weight";

    @Test
    void levelZeroChangesNoBit() {
        Map<String, float[]> exact = Map.of("weight", new float[] {-0.0f, 0, Float.MIN_VALUE, -1.1f, 3e38f});
        for (ParameterNoise.Unit unit : ParameterNoise.Unit.values()) {
            try (Parameters parameters = parameters(exact);
                    Parameters noisy = new ParameterNoise(0, unit, 5).applyTo(parameters)) {
                assertThat(bits(noisy.get("weight"))).containsExactly(bits(parameters.get("weight")));
            }
        }
    }

    @Test
    void changesEveryLearnedTensorAndNoOther() {
        try (Parameters parameters = network();
                Parameters noisy =
                        new ParameterNoise(0.1, ParameterNoise.Unit.TENSOR_DEVIATION, 5).applyTo(parameters)) {
            assertThat(noisy.names()).isEqualTo(parameters.names()).contains("conv3.bn.running_var", "conv4.bias");
            for (String name : parameters.names()) {
                assertThat(noisy.get(name).shape())
                        .containsExactly(parameters.get(name).shape());
                int[] before = bits(parameters.get(name));
                int[] after = bits(noisy.get(name));
                if (name.contains("running_")) {
                    assertThat(after).as(name).containsExactly(before);
                } else {
                    assertThat(after).as(name).isNotEqualTo(before);
                }
            }
        }
    }

    @Test
    void aBatchCounterIsNotLearned() {
        try (Parameters parameters = parameters(Map.of("bn.num_batches_tracked", new float[] {3, 4}));
                Parameters noisy = new ParameterNoise(1, ParameterNoise.Unit.ABSOLUTE, 5).applyTo(parameters)) {
            assertThat(noisy.get("bn.num_batches_tracked").toFloats()).containsExactly(3, 4);
        }
    }

    @Test
    void isNormalWithTheDeviationOfTheTensorTimesTheLevel() {
        double[] values = noiseOf(new ParameterNoise(0.3, ParameterNoise.Unit.TENSOR_DEVIATION, 5));
        double tensor = deviation(floats(network(), LARGE));
        // 36864 values: the deviation of a mean is 1/192, that of a deviation 1/272 of the values'.
        assertThat(mean(values)).isCloseTo(0, within(4 * 0.3 * tensor / 192));
        assertThat(deviation(values)).isCloseTo(0.3 * tensor, within(4 * 0.3 * tensor / 272));
        assertThat(shareWithin(values, 0.3 * tensor)).isCloseTo(0.6827, within(4 * 0.466 / 192));
    }

    @Test
    void isNormalWithTheLevelItself() {
        double[] values = noiseOf(new ParameterNoise(0.3, ParameterNoise.Unit.ABSOLUTE, 5));
        assertThat(deviation(values)).isCloseTo(0.3, within(4 * 0.3 / 272));
        assertThat(shareWithin(values, 0.3)).isCloseTo(0.6827, within(4 * 0.466 / 192));
    }

    @Test
    void growsWithTheLevelAndStaysTheSame() {
        double[] weak = noiseOf(new ParameterNoise(0.1, ParameterNoise.Unit.ABSOLUTE, 5));
        double[] strong = noiseOf(new ParameterNoise(0.4, ParameterNoise.Unit.ABSOLUTE, 5));
        for (int i = 0; i < weak.length; i++) {
            assertThat(strong[i]).isCloseTo(4 * weak[i], within(1e-6));
        }
    }

    @Test
    void dependsOnSeedAndNameAloneAndNotOnOtherTensors() {
        float[] values = {1, 2, 3, 4};
        Map<String, float[]> forwards = new LinkedHashMap<>();
        forwards.put("a", values);
        forwards.put("b", values);
        Map<String, float[]> onlyLast = Map.of("b", values);
        try (Parameters both = parameters(forwards);
                Parameters one = parameters(onlyLast);
                Parameters noisy = ParameterNoise.of(0.5, 5).applyTo(both);
                Parameters again = ParameterNoise.of(0.5, 5).applyTo(one);
                Parameters other = ParameterNoise.of(0.5, 6).applyTo(one)) {
            assertThat(bits(again.get("b"))).containsExactly(bits(noisy.get("b")));
            assertThat(bits(noisy.get("a"))).isNotEqualTo(bits(noisy.get("b")));
            assertThat(bits(other.get("b"))).isNotEqualTo(bits(again.get("b")));
        }
    }

    @Test
    void hasNoDeviationOfASingleValue() {
        try (Parameters parameters = parameters(Map.of("bias", new float[] {2}));
                Parameters noisy =
                        new ParameterNoise(0.5, ParameterNoise.Unit.TENSOR_DEVIATION, 5).applyTo(parameters)) {
            assertThat(noisy.get("bias").toFloats()).containsExactly(2);
        }
    }

    @Test
    void theResultHasAnOwnerOfItsOwn() {
        Parameters noisy;
        try (Parameters parameters = network()) {
            noisy = ParameterNoise.of(0.2, 5).applyTo(parameters);
        }
        Tensor tensor = noisy.get(LARGE);
        assertThat(tensor.toFloats()).hasSize(36864);
        noisy.close();
        assertThatIllegalStateException().isThrownBy(tensor::toFloats);
    }

    @Test
    void refusesLevelsThatAreNone() {
        for (double level : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ParameterNoise.of(level, 0))
                    .withMessage("expected a noise level of 0 or more, found " + level);
        }
    }

    private static double[] noiseOf(ParameterNoise noise) {
        try (Parameters parameters = network();
                Parameters noisy = noise.applyTo(parameters)) {
            float[] before = parameters.get(LARGE).toFloats();
            float[] after = noisy.get(LARGE).toFloats();
            double[] difference = new double[before.length];
            for (int i = 0; i < difference.length; i++) {
                difference[i] = (double) after[i] - before[i];
            }
            return difference;
        }
    }

    private static Parameters network() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (Map.Entry<String, StoredTensor> stored :
                    RandomNetworks.stored(Ifcnn.SUM, 1).entrySet()) {
                List<Long> shape = stored.getValue().shape();
                tensors.put(
                        stored.getKey(),
                        Tensor.of(
                                stored.getValue().values(),
                                shape.stream().mapToLong(Long::longValue).toArray()));
            }
            return Parameters.owning(tensors);
        }
    }

    private static Parameters parameters(Map<String, float[]> values) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            values.forEach((name, each) -> tensors.put(name, Tensor.of(each, each.length)));
            return Parameters.owning(tensors);
        }
    }

    private static double[] floats(Parameters parameters, String name) {
        try (parameters) {
            float[] floats = parameters.get(name).toFloats();
            double[] values = new double[floats.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[i];
            }
            return values;
        }
    }

    private static int[] bits(Tensor tensor) {
        float[] values = tensor.toFloats();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    private static double shareWithin(double[] values, double limit) {
        int count = 0;
        for (double value : values) {
            count += Math.abs(value) < limit ? 1 : 0;
        }
        return count / (double) values.length;
    }
}
