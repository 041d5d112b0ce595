package io.dynafuse.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all fusions by one fuser have in common, for its report.
 *
 * @param range how the network's output became an image: {@code as-is} or {@code stretched}
 * @param prompts how the prompts of a network that makes some were turned, and how it was given images of any size
 * @param changes what the network was told to do otherwise, in words; absent if nothing
 * @param task as given, as the dataset says, or as guessed; absent if unknown
 * @param taskNote the reason for a guessed task
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FusionSetup(
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
    public record LoadedCheckpoint(String file, String sha256, String network) {}

    /**
     * Reads the checkpoint once more for its digest; after the engine was prepared.
     *
     * @param checkpoint that the fuser was opened with
     * @param precision of the network
     * @param device that it runs on
     * @throws IOException if the checkpoint cannot be read
     */
    public static FusionSetup of(
            Fuser fuser, CheckpointSource checkpoint, TaskChoice choice, Precision precision, Device device)
            throws IOException {
        return new FusionSetup(
                loaded(checkpoint, fuser.network().id()),
                fuser.range().word(),
                prompts(fuser),
                fuser.changes(),
                choice.task().map(ConstantName::of).orElse(""),
                choice.note().orElse(""),
                ConstantName.of(precision),
                ConstantName.of(device),
                Engine.threads(),
                Versions.all());
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
        fuser.sizing().ifPresent(way -> parts.put("sizing", ConstantName.of(way)));
        return parts;
    }

    private static LoadedCheckpoint loaded(CheckpointSource source, String network) throws IOException {
        return new LoadedCheckpoint(source.name(), source.sha256(), network);
    }
}
