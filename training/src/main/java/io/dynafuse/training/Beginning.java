package io.dynafuse.training;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.nn.ParameterDeclarations;
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

    Map<String, StoredTensor> parameters(Network network, long seed) {
        return held.map(Held::parameters).orElseGet(() -> initial(network.parameters(), seed));
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
