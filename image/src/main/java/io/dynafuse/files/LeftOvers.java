package io.dynafuse.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The hidden files that {@link AtomicFile} writes to, and the removal of those that killed processes left behind. */
final class LeftOvers {
    private static final Pattern NAME = Pattern.compile("\\.[0-9a-f]{8}-[0-9a-f]{4}\\.partial");

    /** Writing a file never takes this long. */
    private static final Duration OLD = Duration.ofDays(1);

    /** How many entries of a folder are examined, so that a folder with a million files does not slow down writing. */
    private static final int MOST = 20_000;

    private static final int REMEMBERED = 1000;

    /** Folders that this process has examined; they are not examined again while they are remembered. */
    private static final Set<Path> SEEN = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    private LeftOvers() {}

    /** A new name in the folder of a file; short, as the file's own name may have the greatest length already. */
    static Path newFileBeside(Path file) {
        return file.resolveSibling("." + UUID.randomUUID().toString().substring(0, 13) + ".partial");
    }

    /**
     * Removes all hidden files of a folder in which nobody writes.
     *
     * @throws IOException if it cannot be listed or a file cannot be removed
     */
    static void removeAll(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, LeftOvers::isNamedSo)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Removes those beside a new hidden file that are a day old and belong to the same user, once for each folder. What cannot be removed
     * stays, and writing does not fail because of it.
     */
    static void removeOld(Path mine) {
        Path folder = mine.getParent();
        if (!SEEN.add(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            UserPrincipal owner = Files.getOwner(mine);
            Instant latest = Instant.now().minus(OLD);
            Iterator<Path> each = files.iterator();
            for (int i = 0; i < MOST && each.hasNext(); i++) {
                removeIfOld(each.next(), owner, latest);
            }
        } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
            return;
        }
    }

    private static void removeIfOld(Path file, UserPrincipal owner, Instant latest) {
        try {
            if (isNamedSo(file) && isOldFile(file, latest) && isOf(owner, file)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Removed in the meantime, or not ours to remove.
            return;
        }
    }

    private static boolean isNamedSo(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    private static boolean isOldFile(Path file, Instant latest) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isRegularFile() && found.lastModifiedTime().toInstant().isBefore(latest);
    }

    private static boolean isOf(UserPrincipal owner, Path file) throws IOException {
        return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner);
    }
}
