package io.dynafuse.testing;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Networks with random parameters of sensible size, for tests that need a network and not what it was trained for. */
public final class RandomNetworks {
    private RandomNetworks() {}

    /** Parameters as a checkpoint stores them. */
    public static Map<String, StoredTensor> stored(Network network, long seed) {
        Random random = new Random(seed);
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        Map<String, float[]> initial = network.parameters().initialValues(seed);
        network.parameters()
                .shapes()
                .forEach((name, shape) ->
                        parameters.put(name, new StoredTensor(shape, values(name, initial.get(name), random))));
        return parameters;
    }

    /** The same as tensors; the caller closes them. */
    public static Parameters parameters(Network network, long seed) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            stored(network, seed)
                    .forEach((name, tensor) -> tensors.put(name, Tensor.of(tensor.values(), tensor.shape())));
            return Parameters.owning(tensors);
        }
    }

    /** A network ready to run; the caller closes it. */
    public static FusionModel load(Network network, long seed) {
        try (Parameters parameters = parameters(network, seed)) {
            return network.create(parameters, Device.CPU, Precision.FP32);
        }
    }

    /** As training begins, so that signals neither die nor explode; and a little off where that is the same everywhere. */
    private static float[] values(String name, float[] initial, Random random) {
        float[] values = initial.clone();
        for (int i = 0; i < values.length; i++) {
            if (name.endsWith("running_var")) {
                values[i] = 0.5f + random.nextFloat();
            } else if (initial[i] == initial[0]) {
                values[i] += 0.5f * (float) random.nextGaussian();
            }
        }
        return values;
    }
}
