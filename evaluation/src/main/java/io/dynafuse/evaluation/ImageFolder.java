package io.dynafuse.evaluation;

import io.dynafuse.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The images of a folder by the names that they are paired by.
 *
 * @param text the folder as given
 * @param images by file name without extension, or by what the star of a pattern stands for; in the order of these names
 * @param ambiguous a line for each name that several files have; none of them is among the images
 */
public record ImageFolder(String text, SortedMap<String, Path> images, List<String> ambiguous) {
    private static final String STAR = "*";

    /** Whether the text names a folder, or images of a folder by a pattern such as {@code folder/*-mri.png}. */
    public static boolean isFolder(String text) {
        Path path = Path.of(text);
        return Files.isDirectory(path) || !Files.exists(path) && fileName(path).contains(STAR);
    }

    /**
     * Lists a folder, or the images of one that a pattern picks.
     *
     * @param text {@code folder} for every image in it, or {@code folder/*-mri.png}, where the star stands for the name
     * @throws IOException if there is no such folder, it cannot be listed, or it holds no such image
     */
    public static ImageFolder read(String text) throws IOException {
        Path path = Path.of(text);
        boolean whole = Files.isDirectory(path);
        if (!whole && !isFolder(text)) {
            throw new IOException(
                    text + ": " + (Files.exists(path) ? "is a file; expected a folder" : "there is no such folder"));
        }
        SortedMap<String, List<Path>> byName = new TreeMap<>();
        for (Path file : files(whole ? path : parent(path), text)) {
            name(file, whole ? Optional.empty() : Optional.of(fileName(path)))
                    .ifPresent(name -> byName.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(file));
        }
        if (byName.isEmpty()) {
            throw new IOException(text + ": holds no image");
        }
        return of(text, byName);
    }

    private static ImageFolder of(String text, SortedMap<String, List<Path>> byName) {
        SortedMap<String, Path> images = new TreeMap<>();
        List<String> ambiguous = new ArrayList<>();
        byName.forEach((name, files) -> {
            if (files.size() == 1) {
                images.put(name, files.get(0));
            } else {
                ambiguous.add(files.get(0) + ": has the same name as "
                        + files.get(1).getFileName() + "; expected one of them, or a pattern such as '"
                        + files.get(0).resolveSibling(STAR + extension(files.get(0))) + "'");
            }
        });
        return new ImageFolder(text, images, ambiguous);
    }

    private static List<Path> files(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !fileName(file).startsWith("."))
                    .filter(file -> !Files.isDirectory(file))
                    .sorted()
                    .toList();
        } catch (NotDirectoryException | java.nio.file.NoSuchFileException e) {
            throw new IOException(text + ": there is no such folder", e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException(text + ": is closed to reading", e);
        }
    }

    /** The name to pair by; nothing for a file that is not asked for. */
    private static Optional<String> name(Path file, Optional<String> pattern) {
        String whole = fileName(file);
        if (pattern.isEmpty()) {
            return isImage(whole)
                    ? Optional.of(
                            whole.substring(0, whole.length() - extension(file).length()))
                    : Optional.empty();
        }
        int star = pattern.get().indexOf(STAR);
        String before = pattern.get().substring(0, star);
        String after = pattern.get().substring(star + 1);
        boolean fits =
                whole.length() > before.length() + after.length() && whole.startsWith(before) && whole.endsWith(after);
        return fits ? Optional.of(whole.substring(before.length(), whole.length() - after.length())) : Optional.empty();
    }

    private static boolean isImage(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.contains(".")
                && Stream.of(ImageFormat.values())
                        .anyMatch(format -> format.extensions().contains(extension));
    }

    static String extension(Path file) {
        String name = fileName(file);
        return name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? Path.of("") : path.getParent();
    }

    private static String fileName(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }
}
