package io.dynafuse.data;

import io.dynafuse.image.ImageFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The images of a folder by the names that they are paired by.
 *
 * @param text the folder as given
 * @param images by file name without extension, or by what the star of a pattern stands for; in the order of these names
 * @param ambiguous the files of each name that several have; none of them is among the images
 */
public record ImageFolder(String text, SortedMap<String, Path> images, SortedMap<String, List<Path>> ambiguous) {
    private static final char STAR = '*';
    private static final String ANY_EXTENSION = ".*";

    public ImageFolder {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
        SortedMap<String, List<Path>> copy = new TreeMap<>();
        ambiguous.forEach((name, files) -> copy.put(name, List.copyOf(files)));
        ambiguous = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Lists a folder, or the images of one that a pattern picks.
     *
     * @param text {@code folder} for every image in it, or {@code folder/*-mri.png}, where the star stands for the name; {@code
     *     folder/*.*} and {@code folder/*-mri} take any extension
     * @throws IOException if there is no such folder, it cannot be listed, the pattern has not one star, or no image fits
     */
    public static ImageFolder read(String text) throws IOException {
        Place place = new Place(text);
        if (!place.isFolder()) {
            throw new IOException(
                    text + ": " + (place.exists() ? "is a file; expected a folder" : "there is no such folder"));
        }
        SortedMap<String, List<Path>> byName = place.isDirectory()
                ? byName(Path.of(text), text, ImageFolder::stem)
                : byName(folderOf(place), text, fitting(withoutAnyExtension(place.name())));
        if (byName.isEmpty()) {
            throw new IOException(text + (place.isPattern() ? ": fits no image" : ": holds no image"));
        }
        SortedMap<String, Path> images = new TreeMap<>();
        SortedMap<String, List<Path>> ambiguous = new TreeMap<>();
        byName.forEach((name, files) -> {
            if (files.size() == 1) {
                images.put(name, files.get(0));
            } else {
                ambiguous.put(name, files);
            }
        });
        return new ImageFolder(text, images, ambiguous);
    }

    /** Every file, paired or not. */
    public Stream<Path> files() {
        return Stream.concat(
                images.values().stream(), ambiguous.values().stream().flatMap(List::stream));
    }

    /** Why an image of this name, which several files have, is not used. */
    public String ambiguity(String name) {
        List<Path> files = ambiguous.get(name);
        List<String> names = files.stream().map(ImageFolder::fileName).toList();
        int last = names.size() - 1;
        return text + ": has " + (names.size() == 2 ? "two" : names.size()) + " images named " + name + ": "
                + String.join(", ", names.subList(0, last)) + " and " + names.get(last)
                + "; expected one of them, or a pattern such as " + pattern(files.get(0), "");
    }

    /** A pattern, quoted, for the images beside this one that end in the suffix. */
    public static String pattern(Path example, String suffix) {
        String folder = example.getParent() == null ? "" : example.getParent() + File.separator;
        return "'" + folder + STAR + suffix + extension(example) + "'";
    }

    private static Path folderOf(Place place) throws IOException {
        String name = withoutAnyExtension(place.name());
        boolean oneStar = name.indexOf(STAR) >= 0 && name.indexOf(STAR) == name.lastIndexOf(STAR);
        boolean plainFolder = new Place(place.folder()).isDirectory() || !new Place(place.folder()).isPattern();
        if (!oneStar || name.contains("?") || !plainFolder) {
            throw new IOException(place.text() + ": expected one star, in the file name only, and no question mark,"
                    + " as in 'folder/*-mri.png'");
        }
        return Path.of(place.folder());
    }

    /** A star after the last dot stands for the extension, where another stands for the name. */
    private static String withoutAnyExtension(String pattern) {
        String name = pattern.endsWith(ANY_EXTENSION)
                ? pattern.substring(0, pattern.length() - ANY_EXTENSION.length())
                : pattern;
        return name.indexOf(STAR) < 0 ? pattern : name;
    }

    private static SortedMap<String, List<Path>> byName(
            Path folder, String text, Function<String, Optional<String>> naming) throws IOException {
        SortedMap<String, List<Path>> byName = new TreeMap<>();
        for (Path file : files(folder, text)) {
            naming.apply(fileName(file))
                    .ifPresent(name -> byName.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(file));
        }
        return byName;
    }

    private static List<Path> files(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !fileName(file).startsWith("."))
                    .filter(file -> !Files.isDirectory(file))
                    .sorted()
                    .toList();
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new IOException(text + ": there is no such folder", e);
        } catch (AccessDeniedException e) {
            throw new IOException(text + ": is closed to reading", e);
        }
    }

    /** The name of an image without its extension. */
    private static Optional<String> stem(String name) {
        return isImage(name) ? Optional.of(name.substring(0, name.lastIndexOf('.'))) : Optional.empty();
    }

    /** What the star of a pattern stands for in a name. */
    private static Function<String, Optional<String>> fitting(String pattern) {
        String before = pattern.substring(0, pattern.indexOf(STAR));
        String after = pattern.substring(pattern.indexOf(STAR) + 1);
        boolean anyExtension = !isImage("x" + after);
        return file -> {
            String name = anyExtension ? stem(file).orElse("") : file;
            return isImage(file)
                            && name.length() > before.length() + after.length()
                            && name.startsWith(before)
                            && name.endsWith(after)
                    ? Optional.of(name.substring(before.length(), name.length() - after.length()))
                    : Optional.empty();
        };
    }

    /** Whether a file of this name is an image, by its extension. */
    public static boolean isImage(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.contains(".")
                && Stream.of(ImageFormat.values())
                        .anyMatch(format -> format.extensions().contains(extension));
    }

    private static String extension(Path file) {
        String name = fileName(file);
        return name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
    }

    private static String fileName(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }
}
