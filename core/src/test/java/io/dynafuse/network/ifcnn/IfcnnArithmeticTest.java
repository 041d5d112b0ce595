package io.dynafuse.network.ifcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One channel all the way through the network, by hand: convolutions of one weight each, batch normalisation with a variance so small
 * that its epsilon counts. That inference comes to the same is the concern of {@link IfcnnTrainingTest}.
 */
class IfcnnArithmeticTest {
    private static final double EPSILON = 1e-5;
    private static final double VARIANCE = 0.0004;
    private static final double MEAN = 0.125;
    private static final double GAIN = 0.75;
    private static final double SHIFT = 0.25;
    private static final int CENTRE_OF_7 = 24;
    private static final int CENTRE_OF_3 = 4;

    @ParameterizedTest
    @EnumSource
    void oneChannelByHand(Ifcnn network) {
        int side = 2 * network.margin() + 1;
        double fused = rule(network, block(2 * 0.5 * 0.375), block(2 * 0.5 * 0.25));
        double expected = -3 * block(0.125 * fused) + 0.5;
        try (Scope scope = Scope.open();
                Parameters parameters = parameters(network)) {
            float[] result = network.over(parameters)
                    .fuse(SourceTensors.of(List.of(level(0.375f, side), level(0.25f, side))))
                    .toFloats();
            assertThat(result).hasSize(3);
            assertThat((double) result[1]).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
            assertThat(result[0]).isZero();
        }
    }

    /** Batch normalisation and ReLU. */
    private static double block(double value) {
        return Math.max(0, GAIN * (value - MEAN) / Math.sqrt(VARIANCE + EPSILON) + SHIFT);
    }

    private static double rule(Ifcnn network, double first, double second) {
        return switch (network) {
            case SUM -> first + second;
            case MEAN -> (first + second) / 2;
            case MAX -> Math.max(first, second);
        };
    }

    private static Parameters parameters(Ifcnn network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.parameters().shapes().forEach((name, shape) -> {
            float[] all = new float[shape.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b)];
            Arrays.fill(all, name.endsWith("running_var") ? 1 : 0);
            values.put(name, all);
        });
        values.get("conv1.weight")[CENTRE_OF_7] = 2;
        values.get("conv2.conv.weight")[CENTRE_OF_3] = 0.5f;
        values.get("conv3.conv.weight")[CENTRE_OF_3] = 0.125f;
        for (String block : List.of("conv2.bn.", "conv3.bn.")) {
            values.get(block + "running_var")[0] = (float) VARIANCE;
            values.get(block + "running_mean")[0] = (float) MEAN;
            values.get(block + "weight")[0] = (float) GAIN;
            values.get(block + "bias")[0] = (float) SHIFT;
        }
        // Green of the first of 64 channels.
        values.get("conv4.weight")[64] = -3;
        values.get("conv4.bias")[1] = 0.5f;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        values.forEach((name, all) ->
                tensors.put(name, Tensor.of(all, network.parameters().shapes().get(name))));
        return Parameters.owning(tensors);
    }

    private static Tensor level(float level, int side) {
        float[] values = new float[3 * side * side];
        Arrays.fill(values, level);
        return Tensor.of(values, 1, 3, side, side);
    }
}
