package io.dynafuse.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A checkpoint that can be opened any number of times, wherever it lies. */
public interface CheckpointSource {
    /** Its name in messages: the path of a file, or a name such as {@code embedded:ifcnn-mean}. */
    String name();

    /** The file that holds it, if there is one. */
    Optional<Path> file();

    /**
     * Opens it; the caller closes it.
     *
     * @throws CheckpointException as {@link Checkpoint#open(Path)} says
     */
    Checkpoint open() throws CheckpointException;

    /**
     * The checksum that {@link Checkpoint#sha256} says.
     *
     * @throws CheckpointException if it cannot be read
     */
    default String sha256() throws CheckpointException {
        Checkpoint checkpoint = open();
        try (checkpoint) {
            return checkpoint.sha256();
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(name(), "it cannot be closed: " + e.getMessage());
        }
    }

    /** The name without folders. */
    default String shortName() {
        return file().map(Path::getFileName).map(Path::toString).orElseGet(this::name);
    }

    /** Its part {@linkplain Checkpoint#below below a key}, under the same name. */
    default CheckpointSource below(String key) {
        return new CheckpointPart(this, key);
    }

    /** A file, which need not exist before it is opened. */
    static CheckpointSource of(Path file) {
        return new CheckpointFile(file);
    }

    /** The files that make up one checkpoint, as {@link Checkpoint#open(List)} takes them; of one file as of the file itself. */
    static CheckpointSource of(List<Path> files) {
        return files.size() == 1 ? of(files.get(0)) : new CheckpointFiles(files);
    }
}
