package io.dynafuse.web;

import io.dynafuse.blend.Blending;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.network.Publication;
import io.dynafuse.report.ConstantName;
import io.dynafuse.report.Versions;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients can choose among.
 *
 * @param roles that sources can have, by task
 * @param parts of the fusion of images, by task
 */
record Choices(
        String version,
        List<String> tasks,
        Map<String, List<String>> roles,
        Map<String, List<String>> parts,
        List<CheckpointView> checkpoints,
        List<NetworkView> networks,
        Limits limits) {

    /** @param weighting whether fusion weights can act on features of the network */
    record CheckpointView(
            String name, String network, String description, List<String> tasks, boolean weighting, Numbers sources) {}

    /** How many sources a network takes. */
    record Numbers(int least, Optional<Integer> most) {}

    /** A network that Dynafuse knows, whether or not there is a checkpoint of it. */
    record NetworkView(
            String id,
            String description,
            Optional<Integer> year,
            Optional<String> citation,
            Optional<String> licence,
            List<String> tasks) {}

    /** The limits of the service. */
    record Limits(long uploadBytes, int megapixels, int sources, int queue, long keptSeconds, long jobSeconds) {}

    static Choices of(Checkpoints checkpoints, ServiceSettings settings) throws IOException {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (Task task : Task.values()) {
            roles.put(task.word(), Role.of(task).stream().map(Role::word).toList());
            parts.put(
                    task.word(),
                    Blending.parts(Optional.of(task)).stream()
                            .map(ConstantName::of)
                            .toList());
        }
        List<CheckpointView> named = new ArrayList<>();
        for (Map.Entry<String, CheckpointSource> one : checkpoints.byName().entrySet()) {
            named.add(view(one.getKey(), one.getValue()));
        }
        return new Choices(
                Versions.dynafuse(),
                words(Arrays.asList(Task.values())),
                roles,
                parts,
                named,
                Networks.all().stream().map(Choices::view).toList(),
                new Limits(
                        settings.maximumUpload(),
                        settings.maximumMegapixels(),
                        StoredScene.MOST_SOURCES,
                        settings.queue(),
                        settings.kept().toSeconds(),
                        settings.jobTime().toSeconds()));
    }

    private static CheckpointView view(String name, CheckpointSource source) throws IOException {
        Network network = Checkpoints.network(source);
        Inputs inputs = network.facts().inputs();
        return new CheckpointView(
                name,
                network.id(),
                network.description(),
                source instanceof EmbeddedCheckpoint embedded ? words(embedded.tasks()) : List.of(),
                network.facts().weighting().isPresent(),
                new Numbers(
                        inputs.leastSources(),
                        Optional.of(inputs.mostSources()).filter(most -> most < Integer.MAX_VALUE)));
    }

    private static NetworkView view(Network network) {
        Optional<Publication> publication = network.publication();
        return new NetworkView(
                network.id(),
                network.description(),
                publication.map(Publication::year),
                publication.map(Publication::citation),
                publication.flatMap(Publication::licence),
                publication.map(known -> words(known.tasks())).orElse(List.of()));
    }

    private static List<String> words(List<Task> tasks) {
        return tasks.stream().map(Task::word).toList();
    }
}
