package io.dynafuse.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of {@code --json} that all fusions of one command have in common.
 *
 * @param range how the network's output became an image: {@code as-is} or {@code stretched}
 * @param prompts how the prompts of a network that makes some were turned, and how it was given images of any size
 * @param changes what the network was told to do otherwise, in words; absent if nothing
 * @param task as given, as the dataset says, or as guessed; absent if unknown
 * @param taskNote the reason for a guessed task
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FusionSetup(
        LoadedCheckpoint weights,
        String range,
        Map<String, Object> prompts,
        List<String> changes,
        String task,
        String taskNote,
        String precision,
        String device,
        int threads,
        Map<String, String> versions) {

    /** The parameters of the network; an embedded checkpoint has a name in place of a file. */
    record LoadedCheckpoint(String file, String sha256, String network) {}

    /**
     * Reads the checkpoint once more for its digest; after the engine was prepared.
     *
     * @throws IOException if the checkpoint cannot be read
     */
    static FusionSetup of(NetworkOptions options, Fuser fuser, TaskChoice choice) throws IOException {
        return new FusionSetup(
                loaded(options.checkpoint(choice), fuser.network().id()),
                fuser.range().word(),
                prompts(fuser),
                fuser.changes(),
                choice.task().map(Names::of).orElse(""),
                choice.note().orElse(""),
                Names.of(options.precision()),
                Names.of(options.device()),
                Engine.threads(),
                installed());
    }

    private static Map<String, Object> prompts(Fuser fuser) {
        Map<String, Object> parts = new LinkedHashMap<>();
        fuser.prompts().ifPresent(turned -> {
            parts.put("scale", turned.scale());
            parts.put("shift", turned.shift());
            Map<String, Double> routers = new TreeMap<>();
            turned.routers().forEach((task, share) -> routers.put(task.word(), share));
            parts.put("routers", routers);
        });
        fuser.sizing().ifPresent(way -> parts.put("sizing", Names.of(way)));
        return parts;
    }

    private static LoadedCheckpoint loaded(CheckpointSource source, String network) throws IOException {
        return new LoadedCheckpoint(source.name(), source.sha256(), network);
    }

    private static Map<String, String> installed() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("dynafuse", Version.ofDynafuse());
        versions.put("engine", Engine.version());
        versions.put("java", Version.ofJava());
        return versions;
    }
}
