package io.dynafuse.files;

import java.util.ArrayList;
import java.util.List;

/** Files that belong together: either all of them appear, once all are prepared, or none does. */
public final class PreparedFiles implements AutoCloseable {
    private final List<AtomicFile> files = new ArrayList<>();

    /** Takes over a prepared file. */
    public void add(AtomicFile file) {
        files.add(file);
    }

    /**
     * Moves all files onto their targets, in the order they were added.
     *
     * @throws UnwritableFileException if one cannot be moved, which is rare after it was prepared; the files moved before it then stay
     */
    public void commit() throws UnwritableFileException {
        for (AtomicFile file : files) {
            file.commit();
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        files.forEach(AtomicFile::close);
    }
}
