package io.dynafuse.library;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.network.own.OwnCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkpoint that a user installed. Every time it is opened, its file is compared with the checksum of the installation.
 *
 * @param path of the safetensors file, or of the graph of a network of one's own
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

    /**
     * What is fused with: this checkpoint, or the network of one's own that was installed.
     *
     * @param opener loads the graphs of the latter
     * @throws IOException if a file of the latter is missing, or not the one that was installed
     */
    public CheckpointSource source(OwnCheckpoint.GraphOpener opener) throws IOException {
        return facts.ownFiles().isEmpty() ? this : OwnFiles.open(this, opener);
    }

    /** @throws CheckpointException also if the file is not the one that was installed */
    @Override
    public Checkpoint open() throws CheckpointException {
        Checkpoint checkpoint = Checkpoint.open(path);
        try {
            requireSame(path, facts.sha256(), checkpoint.sha256());
            return checkpoint;
        } catch (CheckpointException e) {
            close(checkpoint);
            throw e;
        }
    }

    static void requireSame(Path file, String expected, String found) throws CheckpointException {
        if (!found.equals(expected)) {
            throw new CheckpointException(
                    file,
                    "has changed since it was installed: expected SHA-256 " + expected + ", found " + found
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
