package io.dynafuse.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The part of a checkpoint below a key. */
record CheckpointPart(CheckpointSource whole, String key) implements CheckpointSource {
    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public Optional<Path> file() {
        return whole.file();
    }

    @Override
    public String shortName() {
        return whole.shortName();
    }

    @Override
    public Checkpoint open() throws CheckpointException {
        Checkpoint checkpoint = whole.open();
        try {
            return checkpoint.below(key);
        } catch (CheckpointException e) {
            close(checkpoint, e);
            throw e;
        }
    }

    private static void close(Checkpoint checkpoint, CheckpointException failure) {
        try {
            checkpoint.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
