package io.dynafuse.testing;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.nn.ParameterDeclarations;
import java.util.LinkedHashMap;
import java.util.Map;

/** All three modules of a ReFusion as its training stores them, with random parameters. */
public final class TrainedReFusion {
    private TrainedReFusion() {}

    /** @param prefix of all names, such as {@code ema.} */
    public static Map<String, StoredTensor> stored(String prefix, long seed) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        RandomNetworks.stored(ReFusion.FULL, seed)
                .forEach((name, tensor) -> tensors.put(prefix + "fusion." + name, tensor));
        ReFusion.FULL.companions().forEach((module, parameters) -> put(tensors, parameters.in(module), prefix, seed));
        return tensors;
    }

    private static void put(
            Map<String, StoredTensor> tensors, ParameterDeclarations parameters, String prefix, long seed) {
        Map<String, float[]> values = parameters.initialValues(seed);
        parameters
                .shapes()
                .forEach((name, shape) -> tensors.put(prefix + name, new StoredTensor(shape, values.get(name))));
    }
}
