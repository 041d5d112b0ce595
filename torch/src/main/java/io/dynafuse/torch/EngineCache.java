package io.dynafuse.torch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that the engine's native libraries are unpacked into, shared by all processes of a user. JavaCPP lets a process map a library
 * that another process is still writing, or that is incomplete because its writer was killed; such a process ends with a bus error. So the
 * first process that uses an engine unpacks alone and from scratch, and leaves a mark when it is done. JavaCPP itself unpacks again what
 * is lost or cut short later: it compares size and time of each library with those in its archive before loading it, and loads it before
 * any library that would map it.
 *
 * @param folder JavaCPP's cache
 * @param parts the names of the engine's folders in it; the first names the engine
 */
record EngineCache(Path folder, List<String> parts) {

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
                for (String part : parts) {
                    removeTree(folder.resolve(part));
                }
            }
            load.run();
            if (Files.notExists(mark())) {
                Files.createFile(mark());
            }
        }
    }

    private Path mark() {
        return folder.resolve("dynafuse unpacked " + parts.get(0));
    }

    private static void removeTree(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                try {
                    Files.delete(file);
                } catch (FileSystemException e) {
                    // Some systems do not delete files in use, and those are whole.
                    continue;
                }
            }
        }
    }
}
