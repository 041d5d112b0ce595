package io.dynafuse.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reserves a folder for one piece of work at a time, against other threads and other processes, by a lock on its file {@code .lock}. The
 * system releases the lock however the process ends; the file stays.
 */
public final class FolderLock implements AutoCloseable {
    private static final String FILE = ".lock";
    private static final long PAUSE_MILLISECONDS = 20;

    /**
     * The folders that this process holds. The system's locks belong to the whole process: a thread that failed to get the lock and closed
     * its channel of the file would release the lock that another thread holds. So threads agree here first, before any of them opens the file.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path real;

    private FolderLock(FileChannel channel, Path real) {
        this.channel = channel;
        this.real = real;
    }

    /**
     * Locks a folder that is there.
     *
     * @param work what is done in it, such as {@code evaluation}
     * @throws IOException if somebody else holds it, or the file cannot be made or locked; one line that names the folder or file
     */
    public static FolderLock take(Path folder, String work) throws IOException {
        return attempt(folder).orElseThrow(() -> inUse(folder, work, "or take another folder"));
    }

    /**
     * Locks a folder that is there as soon as it is free.
     *
     * @param work what is done in it, such as {@code installation}
     * @param longest how long to wait for it
     * @throws IOException as {@link #take} does, if somebody else holds it all that time, or this thread is interrupted
     */
    public static FolderLock await(Path folder, String work, Duration longest) throws IOException {
        long start = System.nanoTime();
        Optional<FolderLock> lock = attempt(folder);
        while (lock.isEmpty()) {
            if (System.nanoTime() - start > longest.toNanos()) {
                throw inUse(folder, work, "which has taken more than " + longest.toSeconds() + " s");
            }
            pause(folder);
            lock = attempt(folder);
        }
        return lock.get();
    }

    private static void pause(Path folder) throws IOException {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(folder + ": waiting for it was interrupted", e);
        }
    }

    /** Empty if somebody else holds it. */
    private static Optional<FolderLock> attempt(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD_HERE.add(real)) {
            return Optional.empty();
        }
        Optional<FolderLock> lock = Optional.empty();
        try {
            lock = lock(folder, real);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD_HERE.remove(real);
            }
        }
    }

    private static Optional<FolderLock> lock(Path folder, Path real) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": cannot be locked: permission denied", e);
        }
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return Optional.of(new FolderLock(channel, real));
            }
        } catch (OverlappingFileLockException e) {
            // Of the same class under another class loader.
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            channel.close();
            throw new IOException(file + ": cannot be locked (" + e.getMessage() + ")", e);
        }
        channel.close();
        return Optional.empty();
    }

    private static IOException inUse(Path folder, String work, String otherwise) {
        return new IOException(folder + ": is in use by another " + work + "; wait for its end, " + otherwise);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(real);
        }
    }
}
