package io.dynafuse.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/** A checkpoint in a file of its own. */
record CheckpointFile(Path path) implements CheckpointSource {
    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    @Override
    public Checkpoint open() throws CheckpointException {
        return Checkpoint.open(path);
    }
}
