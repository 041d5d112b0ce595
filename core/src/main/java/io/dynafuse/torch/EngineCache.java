package io.dynafuse.torch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that the engine's native libraries are unpacked into, shared by all processes of a user. JavaCPP lets a process map a library
 * that another is still writing, or that was cut short when its writer was killed, which ends the process with a bus error. So the first
 * process to use a version unpacks alone and from scratch, and leaves a mark when it is done.
 *
 * @param folder JavaCPP's cache
 * @param version of the engine; one mark each
 */
record EngineCache(Path folder, String version) {
    private static final List<String> PARTS = List.of("pytorch-", "openblas-", "javacpp-");

    /**
     * Runs {@code load}, alone among all processes and on a clean folder unless it has succeeded before.
     *
     * @throws IOException if the folder cannot be read or written
     */
    void load(Runnable load) throws IOException {
        if (Files.exists(mark())) {
            load.run();
            return;
        }
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("dynafuse.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.notExists(mark())) {
                removeWhatMayBeCutShort();
            }
            load.run();
            if (Files.notExists(mark())) {
                Files.createFile(mark());
            }
        }
    }

    private Path mark() {
        return folder.resolve("dynafuse " + version + " unpacked");
    }

    private void removeWhatMayBeCutShort() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(EngineCache::isPartOfTheEngine).toList()) {
                removeTree(entry);
            }
        }
    }

    private static boolean isPartOfTheEngine(Path entry) {
        String name = entry.getFileName().toString();
        return name.endsWith(".jar") && PARTS.stream().anyMatch(name::startsWith);
    }

    private static void removeTree(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
