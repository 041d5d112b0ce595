package io.dynafuse.network.ifcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IfcnnTrainingTest {
    private static final int SIDE = 20;

    /** What is trained must be what runs. */
    @ParameterizedTest
    @EnumSource
    void trainsTheNetworkThatFuses(Ifcnn network) {
        try (Scope scope = Scope.open();
                Parameters parameters = RandomNetworks.parameters(network, 1);
                FusionModel model = network.create(parameters, Device.CPU, Precision.FP32)) {
            List<Tensor> sources = List.of(noise(1, SIDE), noise(2, SIDE), noise(3, SIDE));
            Tensor whole = model.fuse(SourceTensors.of(sources));
            int margin = network.margin();
            Tensor inner = whole.slice(2, margin, SIDE - 2 * margin).slice(3, margin, SIDE - 2 * margin);
            Tensor recorded = network.over(parameters).fuse(SourceTensors.of(sources));
            assertThat(recorded.shape()).isEqualTo(inner.shape());
            assertThat(recorded.minus(inner).absolute().maximumOfAll().toFloats()[0])
                    .isLessThan(1e-4f * whole.absolute().maximumOfAll().toFloats()[0]);
        }
    }

    /** Central differences along a random direction through all trained parameters at once. */
    @ParameterizedTest
    @EnumSource
    void derivativesAreThoseOfTheNetwork(Ifcnn network) {
        try (Scope scope = Scope.open();
                Parameters parameters = RandomNetworks.parameters(network, 1)) {
            List<Tensor> sources = List.of(noise(1, 2 * network.margin() + 3), noise(2, 2 * network.margin() + 3));
            List<String> names =
                    network.parameters().trained().stream().sorted().toList();
            for (String name : names) {
                Tensor variable = parameters.get(name).asVariable();
                Tensor loss = Autograd.record(() -> loss(network, parameters.with(Map.of(name, variable)), sources));
                Tensor gradient = Autograd.gradients(loss, List.of(variable)).get(0);
                // Along the gradient itself: the derivative is its norm.
                double norm = norm(gradient);
                double step = 2e-4 * norm(variable) + 1e-4;
                Tensor move = gradient.times(step / norm);
                double up = value(network, parameters, name, variable.plus(move), sources);
                double down = value(network, parameters, name, variable.minus(move), sources);
                assertThat((up - down) / (2 * step)).as(name).isCloseTo(norm, within(0.05 * norm));
            }
        }
    }

    private static double value(
            Ifcnn network, Parameters parameters, String name, Tensor changed, List<Tensor> sources) {
        return loss(network, parameters.with(Map.of(name, changed)), sources).toFloats()[0];
    }

    private static Tensor loss(Ifcnn network, Parameters parameters, List<Tensor> sources) {
        return network.over(parameters).fuse(SourceTensors.of(sources)).square().meanOfAll();
    }

    private static double norm(Tensor tensor) {
        double squares = 0;
        for (float value : tensor.toFloats()) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /** An orthonormal basis: every filter has length 1 and is at right angles to all others. */
    @Test
    void theFirstLayerBeginsAsABasis() {
        float[] filters = Ifcnn.SUM.parameters().initialValues(1).get("conv1.weight");
        int length = 3 * 7 * 7;
        for (int a = 0; a < 64; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < length; i++) {
                    product += (double) filters[a * length + i] * filters[b * length + i];
                }
                assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-6));
            }
        }
    }

    @Test
    void theSeedDecidesWhereTrainingBegins() {
        Map<String, float[]> first = Ifcnn.MEAN.parameters().initialValues(1);
        assertThat(first.keySet()).isEqualTo(Ifcnn.MEAN.parameters().shapes().keySet());
        assertThat(first.get("conv3.conv.weight"))
                .isEqualTo(Ifcnn.MEAN.parameters().initialValues(1).get("conv3.conv.weight"))
                .isNotEqualTo(Ifcnn.MEAN.parameters().initialValues(2).get("conv3.conv.weight"));
        double squares = 0;
        for (float value : first.get("conv3.conv.weight")) {
            squares += value * value;
        }
        // He et al.: a variance of 2 over the number of inputs, 64 channels of 3x3.
        assertThat(squares / (64 * 64 * 9)).isCloseTo(2.0 / (64 * 9), within(1e-4));
    }

    private static Tensor noise(int seed, int side) {
        Random random = new Random(seed);
        float[] values = new float[3 * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, 1, 3, side, side);
    }
}
