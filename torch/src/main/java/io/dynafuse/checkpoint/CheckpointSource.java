package io.dynafuse.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/** A checkpoint that can be opened as often as need be, wherever it lies. */
public interface CheckpointSource {
    /** What messages call it: the path of a file, or a name such as {@code embedded:ifcnn-mean}. */
    String name();

    /** The file it lies in, if it lies in one. */
    Optional<Path> file();

    /**
     * Opens it; the caller closes it.
     *
     * @throws CheckpointException as {@link Checkpoint#open(Path)} says
     */
    Checkpoint open() throws CheckpointException;

    /** The name without folders. */
    default String shortName() {
        return file().map(Path::getFileName).map(Path::toString).orElseGet(this::name);
    }

    /** The part of it that lies {@linkplain Checkpoint#below below a key}, under the same name. */
    default CheckpointSource below(String key) {
        return new CheckpointPart(this, key);
    }

    /** A file, which need not be there before it is opened. */
    static CheckpointSource of(Path file) {
        return new CheckpointFile(file);
    }
}
