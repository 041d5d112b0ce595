package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.network.Publication;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a checkpoint is for.
 *
 * @param tasks that it was trained for; none if nothing tells
 */
public record CheckpointPurpose(Network network, List<Task> tasks) {
    public CheckpointPurpose {
        tasks = List.copyOf(tasks);
    }

    /**
     * Asks the checkpoint itself, then the list of those that are part of the program, then the publication of the network.
     *
     * @throws IOException if the checkpoint cannot be read, or fits no network
     */
    public static CheckpointPurpose of(CheckpointSource source) throws IOException {
        if (source instanceof OwnCheckpoint own) {
            return new CheckpointPurpose(own.network(), List.of());
        }
        try (Checkpoint checkpoint = source.open()) {
            Network network = CheckpointLoader.choose(checkpoint).network();
            Optional<Task> said = CheckpointLoader.task(network, checkpoint);
            return new CheckpointPurpose(network, said.map(List::of).orElseGet(() -> usual(network, source)));
        }
    }

    private static List<Task> usual(Network network, CheckpointSource source) {
        if (source instanceof EmbeddedCheckpoint embedded && !embedded.tasks().isEmpty()) {
            return embedded.tasks();
        }
        return network.publication().map(Publication::tasks).orElse(List.of());
    }

    /**
     * Why scenes cannot be fused with the checkpoint, or should not; empty if nothing speaks against it.
     *
     * @param scenes what the sources of each scene are, where that is known
     * @param task of the scenes; empty if it is not known
     */
    public Optional<String> objection(List<List<Optional<Role>>> scenes, Optional<Task> task) {
        return ofTask(task)
                .or(() -> scenes.stream()
                        .distinct()
                        .flatMap(sources -> ofSources(sources, task).stream())
                        .findFirst());
    }

    private Optional<String> ofTask(Optional<Task> task) {
        return task.filter(asked -> !tasks.isEmpty() && !tasks.contains(asked))
                .map(asked -> "is for " + tasks.stream().map(Task::word).collect(Collectors.joining(", "))
                        + ", the task is " + asked.word());
    }

    private Optional<String> ofSources(List<Optional<Role>> sources, Optional<Task> task) {
        Inputs inputs = network.facts().inputs();
        if (sources.size() < inputs.leastSources() || sources.size() > inputs.mostSources()) {
            return Optional.of(network.id() + " fuses " + inputs.countWords() + " sources, found " + sources.size());
        }
        List<Role> roles = sources.stream().flatMap(Optional::stream).toList();
        // Where a role is not known, sources are taken in their order.
        return roles.size() < sources.size() || inputs.places(roles).isPresent()
                ? Optional.empty()
                : Optional.of(network.id() + " fuses " + inputs.roleWords(task) + ", found "
                        + roles.stream().map(Role::word).collect(Collectors.joining(", ")));
    }
}
