package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkpoint that a user installed. Every time it is opened, its file is compared with the checksum of the installation.
 *
 * @param path of the safetensors file
 * @param facts what is known about it
 */
public record InstalledCheckpoint(Path path, InstalledFacts facts) implements CheckpointSource {
    /** The name. */
    public String id() {
        return facts.name();
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    /** @throws CheckpointException also if the file is not the one that was installed */
    @Override
    public Checkpoint open() throws CheckpointException {
        Checkpoint checkpoint = Checkpoint.open(path);
        try {
            requireSame(checkpoint.sha256());
            return checkpoint;
        } catch (CheckpointException e) {
            close(checkpoint);
            throw e;
        }
    }

    private void requireSame(String found) throws CheckpointException {
        if (!found.equals(facts.sha256())) {
            throw new CheckpointException(
                    name(),
                    "has changed since it was installed: expected SHA-256 " + facts.sha256() + ", found " + found
                            + "; install it again with --replace");
        }
    }

    private static void close(Checkpoint checkpoint) throws CheckpointException {
        try {
            checkpoint.close();
        } catch (IOException e) {
            throw new CheckpointException(checkpoint.name(), "it cannot be closed: " + e.getMessage());
        }
    }
}
