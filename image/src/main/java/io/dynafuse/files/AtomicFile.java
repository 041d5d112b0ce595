package io.dynafuse.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An atomic file: readers see it either finished or as it was before. Its content is written to a hidden file beside the target, forced to
 * the disk, and then moved onto the target. {@link #write} does all at once; several files that belong together are {@linkplain
 * #prepare prepared} first and committed when all are there.
 */
public final class AtomicFile implements AutoCloseable {
    private static final String ENDING = "the process is ending";

    private final Path target;
    private final Path real;
    private final Path beside;
    private final Thread removal;
    private boolean ended;

    private AtomicFile(Path target, Path real) {
        this.target = target;
        this.real = real;
        this.beside = LeftOvers.newFileBeside(real);
        this.removal = new Thread(this::end);
    }

    /** Produces the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param out buffered; closed by the caller
         * @throws IOException if the content cannot be produced or written
         */
        void writeTo(OutputStream out) throws IOException;

        /** Text in UTF-8. */
        static Content of(String text) {
            return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Writes {@code target} whole or not at all. A symbolic link stays as it is, and its target is replaced; a new file takes the
     * permissions of the file it replaces.
     *
     * @throws UnwritableFileException if the target cannot be written: its folder is missing or closed to writing, it is not
     *     a regular file, or the disk is full; the target is then as it was and nothing is left beside it
     */
    public static void write(Path target, Content content) throws UnwritableFileException {
        try (AtomicFile file = prepare(target, content)) {
            file.commit();
        }
    }

    /**
     * Writes content to the disk beside {@code target}, which stays as it is until {@link #commit}. A process that a signal ends in an
     * orderly way removes it again; what a killed process left in this folder is removed by a later process, after a day.
     *
     * @throws UnwritableFileException as {@link #write} does, or if the process is ending
     */
    public static AtomicFile prepare(Path target, Content content) throws UnwritableFileException {
        return new AtomicFile(target, resolve(target)).prepared(content);
    }

    /**
     * The same for a file that must lie in the very place named: a symbolic link, or anything else that is not a folder, is replaced itself.
     *
     * @throws UnwritableFileException as {@link #write} does
     */
    public static AtomicFile prepareInPlace(Path target, Content content) throws UnwritableFileException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnwritableFileException(target, "it is a folder");
        }
        return new AtomicFile(target, target.toAbsolutePath()).prepared(content);
    }

    private AtomicFile prepared(Content content) throws UnwritableFileException {
        try {
            Runtime.getRuntime().addShutdownHook(removal);
        } catch (IllegalStateException e) {
            throw new UnwritableFileException(target, ENDING, e);
        }
        try {
            writeDurably(content);
            keepPermissions(real, beside);
            return this;
        } catch (IOException e) {
            close();
            throw unwritable(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Moves the prepared content onto the target.
     *
     * @throws UnwritableFileException if it cannot be moved; the target is then as it was
     */
    public synchronized void commit() throws UnwritableFileException {
        try {
            move(beside, real);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The process is ending: a thread that still writes must not create the file again. */
    private synchronized void end() {
        ended = true;
        beside.toFile().delete();
    }

    private synchronized UnwritableFileException unwritable(IOException e) {
        return new UnwritableFileException(target, ended ? ENDING : reason(e), e);
    }

    /** Removes the content unless it was committed. */
    @Override
    public void close() {
        beside.toFile().delete();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The process is ending, and the shutdown hook removes the file.
            return;
        }
    }

    /**
     * Checks, before any work is done, that {@link #write} can be expected to succeed.
     *
     * @throws UnwritableFileException if the folder of {@code target} is missing or closed to writing, or {@code target} is
     *     something else than a regular file
     */
    public static void requireWritable(Path target) throws UnwritableFileException {
        Path folder = resolve(target).getParent();
        if (!Files.isDirectory(folder)) {
            throw new UnwritableFileException(target, "there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new UnwritableFileException(target, "the folder " + folder + " is closed to writing");
        }
    }

    /**
     * Makes a folder to write files into, with the folders above it, unless it is there already.
     *
     * @throws UnwritableFileException if it cannot be made or is closed to writing
     */
    public static void makeFolder(Path folder) throws UnwritableFileException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new UnwritableFileException(folder, "it is not a folder", e);
        } catch (IOException e) {
            throw new UnwritableFileException(folder, reason(e), e);
        }
        if (!Files.isWritable(folder)) {
            throw new UnwritableFileException(folder, "the folder is closed to writing");
        }
    }

    /**
     * Removes the hidden files that killed processes left in a folder, however new they are. The caller must know that no process writes
     * into the folder now.
     *
     * @throws IOException if the folder cannot be listed or a file cannot be removed
     */
    public static void removeLeftOvers(Path folder) throws IOException {
        LeftOvers.removeAll(folder);
    }

    private static Path resolve(Path target) throws UnwritableFileException {
        if (Files.isDirectory(target)) {
            throw new UnwritableFileException(target, "it is a folder");
        }
        // A device such as /dev/null must never be moved over.
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new UnwritableFileException(target, "it is not a regular file");
        }
        if (Files.isSymbolicLink(target) && Files.notExists(target)) {
            throw new UnwritableFileException(target, "it is a link to nothing");
        }
        try {
            return Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? target.toRealPath() : target.toAbsolutePath();
        } catch (IOException e) {
            throw new UnwritableFileException(target, reason(e), e);
        }
    }

    private void writeDurably(Content content) throws IOException {
        try (FileChannel channel = make();
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            LeftOvers.removeOld(beside);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private synchronized FileChannel make() throws IOException {
        if (ended) {
            throw new IOException(ENDING);
        }
        return FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void keepPermissions(Path old, Path replacement) throws IOException {
        if (Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)
                && old.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(replacement, Files.getPosixFilePermissions(old));
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Encoders wrap the file system's exceptions in their own. */
    private static IOException deepest(IOException e) {
        return e.getCause() instanceof IOException cause ? deepest(cause) : e;
    }

    private static String reason(IOException failure) {
        IOException e = deepest(failure);
        if (e instanceof NoSuchFileException missing) {
            return "there is no folder "
                    + Path.of(missing.getFile()).toAbsolutePath().getParent();
        }
        if (e instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
