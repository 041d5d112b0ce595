package io.dynafuse.web;

import io.dynafuse.files.FolderLock;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/** A folder for the images of one service, which nobody else can read. It goes with the service, or with the next one if this one was killed. */
final class PrivateFolder implements AutoCloseable {
    private static final String PREFIX = "dynafuse-service-";

    /** A service locks its folder sooner after it made it. */
    private static final Duration LOCKED_BY_THEN = Duration.ofMinutes(1);

    private static final int MOST_TRIES = 10;

    private final Path path;
    private final FolderLock lock;

    private PrivateFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a folder, and removes those of services that were killed.
     *
     * @throws IOException if it cannot be made
     */
    static PrivateFolder in(Path parent) throws IOException {
        removeLeftOvers(parent);
        // Readable for its owner alone, as every such folder is.
        Path path = Files.createTempDirectory(parent, PREFIX);
        return new PrivateFolder(path, FolderLock.take(path, "service"));
    }

    Path path() {
        return path;
    }

    private static void removeLeftOvers(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                removeIfLeft(folder);
            }
        }
    }

    private static void removeIfLeft(Path folder) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isDirectory()
                    || found.lastModifiedTime()
                                    .toInstant()
                                    .isAfter(Instant.now().minus(LOCKED_BY_THEN))
                            && !Files.exists(folder.resolve(".lock"))) {
                return;
            }
            try (FolderLock free = FolderLock.take(folder, "service")) {
                remove(folder);
            }
        } catch (IOException e) {
            // In use, or another user's.
            return;
        }
    }

    /** Removes a folder with all that is in it, also while somebody still writes there; what is gone already does not matter. */
    static void remove(Path folder) throws IOException {
        for (int times = 1; times < MOST_TRIES; times++) {
            try {
                removeOnce(folder);
                return;
            } catch (DirectoryNotEmptyException e) {
                // A file came in between.
                continue;
            }
        }
        removeOnce(folder);
    }

    private static void removeOnce(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        remove(path);
        lock.close();
    }
}
