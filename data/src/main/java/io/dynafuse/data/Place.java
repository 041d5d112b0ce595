package io.dynafuse.data;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file, a folder, or images of a folder by a pattern such as {@code folder/*-mri.png}, as somebody wrote it.
 *
 * @param text never made a path as a whole before it is known to be none of a pattern, as not every system takes stars in paths
 */
public record Place(String text) {
    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    /** Whether it names many images: a folder, or a pattern. */
    public boolean isFolder() {
        return isDirectory() || isPattern();
    }

    /** Whether there is such a file. */
    public boolean isFile() {
        return path().filter(Files::isRegularFile).isPresent();
    }

    /** Whether there is something of this very name. */
    public boolean exists() {
        return path().filter(Files::exists).isPresent();
    }

    /** What it is called among others: its last part. */
    public String lastPart() {
        return isPattern()
                ? name()
                : path().map(path -> path.toAbsolutePath().normalize().getFileName())
                        .map(Path::toString)
                        .orElse(text);
    }

    /** Whether it is a pattern of a folder that is there. */
    public boolean isPatternOfFolder() {
        return isPattern() && !folder().isEmpty() && new Place(folder()).isDirectory();
    }

    boolean isDirectory() {
        return path().filter(Files::isDirectory).isPresent();
    }

    boolean isPattern() {
        return WILDCARD.matcher(text).find() && !exists();
    }

    /** All before the name, with the separator; empty where there is none. */
    String folder() {
        return text.substring(0, text.length() - name().length());
    }

    String name() {
        return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf(File.separatorChar)) + 1);
    }

    private Optional<Path> path() {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
