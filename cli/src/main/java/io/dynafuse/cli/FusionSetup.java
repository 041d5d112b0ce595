package io.dynafuse.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dynafuse.model.Network;
import io.dynafuse.model.Task;
import io.dynafuse.torch.Engine;
import io.dynafuse.weights.Checkpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code --json} writes about everything that all fusions of one command have in common.
 *
 * @param task as given, or as the dataset says; absent if it is open
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FusionSetup(
        Weights weights, String task, String precision, String device, int threads, Map<String, String> versions) {

    /** The parameters of the network. */
    record Weights(String file, String sha256, String network) {}

    /**
     * Reads the checkpoint once more for its digest; after the engine was prepared.
     *
     * @throws IOException if the checkpoint cannot be read
     */
    static FusionSetup of(NetworkOptions options, Network network, Optional<Task> task) throws IOException {
        return new FusionSetup(
                weights(options, network),
                task.map(Names::of).orElse(""),
                Names.of(options.precision()),
                Names.of(options.device()),
                Engine.threads(),
                installed());
    }

    private static Weights weights(NetworkOptions options, Network network) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(options.weights())) {
            return new Weights(options.weights().toString(), checkpoint.sha256(), network.id());
        }
    }

    private static Map<String, String> installed() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("dynafuse", Version.ofDynafuse());
        versions.put("engine", Engine.version());
        versions.put("java", Version.ofJava());
        return versions;
    }
}
