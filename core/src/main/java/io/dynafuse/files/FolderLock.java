package io.dynafuse.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a folder for one process at a time, by a lock on its file {@code .lock}. The system releases it however the process ends; the file stays. */
public final class FolderLock implements AutoCloseable {
    private static final String FILE = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a folder that is there.
     *
     * @param work what is done in it, such as {@code evaluation}
     * @throws IOException if somebody else holds it, or the file cannot be made or locked; one line that names the folder or file
     */
    public static FolderLock take(Path folder, String work) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(inUse(folder, work), e);
        } catch (IOException e) {
            channel.close();
            throw new IOException(file + ": cannot be locked (" + e.getMessage() + ")", e);
        }
        channel.close();
        throw new IOException(inUse(folder, work));
    }

    private static String inUse(Path folder, String work) {
        return folder + ": is in use by another " + work + "; wait for its end, or take another folder";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
