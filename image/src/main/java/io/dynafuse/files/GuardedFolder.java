package io.dynafuse.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that work of one kind writes into: new, empty but for hidden files, or that of earlier work of the kind, which a file marks.
 * Nothing is written where somebody else's files lie.
 *
 * @param mark the name of the file, which is written before any other
 * @param what it is a mark of, such as {@code run.json of an evaluation}
 * @param earlier what may have been done here before, such as {@code run}
 */
public record GuardedFolder(Path root, String mark, String what, String earlier) {
    /** Whether earlier work of the kind marked the folder. */
    public boolean isMarked() {
        return Files.exists(root.resolve(mark));
    }

    /**
     * Checks, before any work is spent, that nothing of somebody else's lies here.
     *
     * @throws IOException if this is no folder, or one that holds files but no mark; one line that names it
     */
    public void requirePlace() throws IOException {
        requirePlace(isMarked());
    }

    /**
     * The same where a mark counts by its content.
     *
     * @param marked whether earlier work of the kind marked the folder
     * @throws IOException as the other method does
     */
    public void requirePlace(boolean marked) throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            // Says why it is none.
            AtomicFile.makeFolder(root);
        }
        if (!marked && holdsFiles()) {
            throw new IOException(root + ": holds files, but no " + what
                    + "; expected an empty folder, a new one, or that of an earlier " + earlier);
        }
    }

    private boolean holdsFiles() throws IOException {
        if (!Files.isDirectory(root)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.anyMatch(entry -> !entry.getFileName().toString().startsWith("."));
        }
    }

    /**
     * Makes the folder unless it is there, and holds it against other threads and processes.
     *
     * @param work what is done in it, such as {@code evaluation}
     * @throws IOException as {@link #requirePlace()} does, or if it cannot be written or somebody else holds it
     */
    public FolderLock hold(String work) throws IOException {
        requirePlace();
        AtomicFile.makeFolder(root);
        return FolderLock.take(root, work);
    }

    /**
     * Checks that a folder is not there yet or has nothing in it, hidden files included.
     *
     * @param otherwise what to add to the message
     * @throws IOException if something is there; one line that names it
     */
    public static void requireNew(Path folder, String otherwise) throws IOException {
        if (Files.exists(folder) && !(Files.isDirectory(folder) && isEmpty(folder))) {
            throw new IOException(folder + ": is there already; expected a new or empty folder" + otherwise);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
