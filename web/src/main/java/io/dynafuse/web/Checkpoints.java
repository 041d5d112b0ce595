package io.dynafuse.web;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.files.OneLine;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.network.own.OwnCheckpoint;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoints that clients may ask for, by name. No name of a client is ever looked up as a file. */
final class Checkpoints {
    private final CheckpointLibrary library;
    private final Map<String, CheckpointSource> byName;

    /** @throws IOException if there is none of a name */
    Checkpoints(CheckpointLibrary library, List<String> more) throws IOException {
        this.library = library;
        Map<String, CheckpointSource> found = new LinkedHashMap<>();
        for (EmbeddedCheckpoint embedded : library.embedded()) {
            found.put(embedded.id(), embedded);
        }
        for (String name : more) {
            found.put(name, library.find(name));
        }
        byName = Collections.unmodifiableMap(found);
    }

    Map<String, CheckpointSource> byName() {
        return byName;
    }

    /**
     * The checkpoint asked for, otherwise the one embedded for the task.
     *
     * @throws ProblemException if it is none of those that may be asked for
     */
    CheckpointSource choose(Optional<String> name, Optional<Task> task, int sources) throws IOException {
        return name.isPresent() ? named(name.get()) : library.forTask(task, sources);
    }

    private CheckpointSource named(String name) {
        CheckpointSource found = byName.get(name);
        if (found == null) {
            throw ProblemException.of(
                    422,
                    "checkpoint: expected one of " + String.join(", ", byName.keySet()) + ", found "
                            + OneLine.brief(name));
        }
        return found;
    }

    /** The task that a checkpoint says it is for. */
    static Optional<Task> task(CheckpointSource source) throws IOException {
        if (source instanceof OwnCheckpoint) {
            return Optional.empty();
        }
        try (Checkpoint opened = source.open()) {
            return CheckpointLoader.task(CheckpointLoader.choose(opened).network(), opened);
        }
    }

    /** The network of a checkpoint. */
    static Network network(CheckpointSource source) throws IOException {
        if (source instanceof OwnCheckpoint own) {
            return own.network();
        }
        try (Checkpoint opened = source.open()) {
            return CheckpointLoader.choose(opened).network();
        }
    }
}
