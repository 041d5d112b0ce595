package io.dynafuse.training;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the parameters of a network begin with: what follows from the seed, or what a checkpoint held. */
public final class Beginning {
    /** With what follows from the seed. */
    public static final Beginning SEEDED = new Beginning(Optional.empty());

    private final Optional<Held> held;

    private record Held(String sha256, Map<String, StoredTensor> parameters) {}

    private Beginning(Optional<Held> held) {
        this.held = held;
    }

    /**
     * With the parameters of a checkpoint.
     *
     * @throws IOException if the checkpoint cannot be read or is not one of the network; one line that names it
     */
    public static Beginning of(Network network, Checkpoint checkpoint) throws IOException {
        Map<String, StoredTensor> parameters = CheckpointLoader.values(network, checkpoint);
        return new Beginning(Optional.of(new Held(checkpoint.sha256(), parameters)));
    }

    /**
     * With the parameters of a module that a checkpoint holds alone or beside the network; with what follows from the seed where the module has none.
     *
     * @param module one of the {@linkplain Network#companions companions} of the network
     * @throws IOException if the checkpoint cannot be read or holds no such module; one line that names it
     */
    public static Beginning upon(Network network, String module, Checkpoint checkpoint) throws IOException {
        try (Parameters read = CheckpointLoader.companionAlone(network, module, checkpoint)) {
            Map<String, StoredTensor> parameters = new LinkedHashMap<>(TrainingState.stored(read));
            parameters.keySet().retainAll(network.parameters().shapes().keySet());
            return new Beginning(Optional.of(new Held(checkpoint.sha256(), parameters)));
        }
    }

    Map<String, StoredTensor> parameters(Network network, long seed) {
        Map<String, StoredTensor> given = held.map(Held::parameters).orElse(Map.of());
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        network.parameters()
                .specs()
                .forEach(spec -> parameters.put(
                        spec.name(),
                        given.containsKey(spec.name())
                                ? given.get(spec.name())
                                : new StoredTensor(spec.shape(), spec.initialValues(seed))));
        return parameters;
    }

    /** What follows from the seed for declared parameters. */
    static Map<String, StoredTensor> initial(ParameterDeclarations declared, long seed) {
        Map<String, float[]> values = declared.initialValues(seed);
        Map<String, StoredTensor> parameters = new LinkedHashMap<>();
        declared.shapes().forEach((name, shape) -> parameters.put(name, new StoredTensor(shape, values.get(name))));
        return parameters;
    }

    /** As {@link Learner#describe} says it. */
    Map<String, String> describe() {
        return held.map(from -> Map.of("from", "a checkpoint of sha256 " + from.sha256()))
                .orElse(Map.of());
    }
}
