package io.dynafuse.benchmarks;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Inputs whose content does not affect speed: noise images and a network with random parameters. */
final class Scene {
    private Scene() {}

    static List<Image> sources(int count, int width, int height) {
        List<Image> sources = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            sources.add(Image.of(width, height, 3, noise(3 * width * height, m), SampleDepth.BITS_8));
        }
        return sources;
    }

    /** The network as shipped. */
    static FusionModel network(Precision precision) {
        return network(parameters -> Ifcnn.SUM.create(parameters, Device.CPU, precision));
    }

    /** The network with every layer as published. */
    static FusionModel networkLayerByLayer() {
        return network(parameters -> Ifcnn.SUM.createLayerByLayer(parameters, Device.CPU, Precision.FP32));
    }

    /** Any network with random parameters. */
    static FusionModel model(Network network) {
        try (Parameters parameters = network.parameters().initialise(1)) {
            return network.create(parameters, Device.CPU, Precision.FP32);
        }
    }

    private static FusionModel network(Function<Parameters, FusionModel> create) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Ifcnn.SUM.parameters().shapes().forEach((name, shape) -> tensors.put(name, parameter(name, shape)));
            try (Parameters parameters = Parameters.owning(tensors)) {
                return create.apply(parameters);
            }
        }
    }

    /** Small values around 0, and positive ones for variances; similar to trained parameters, and far from denormal numbers. */
    private static Tensor parameter(String name, List<Long> shape) {
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        float[] values = noise(Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact)), name.hashCode());
        boolean variance = name.endsWith("running_var");
        for (int i = 0; i < values.length; i++) {
            values[i] = variance ? 0.5f + values[i] : 0.1f * (values[i] - 0.5f);
        }
        return Tensor.of(values, sizes);
    }

    private static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
