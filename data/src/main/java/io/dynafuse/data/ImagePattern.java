package io.dynafuse.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that a pattern of a description picks, by what its star stands for: the name of the scene. Its parts are separated by {@code /}.
 * The star may stand in the name of the file or of a folder and stands for no separator; several stars stand for the same. A last part without
 * the extension of an image, or with a star for it, fits any; a pattern without a star is a folder, of which it picks all images.
 */
final class ImagePattern {
    private static final String STAR = "*";
    private static final String ANY_EXTENSION = ".*";

    private final Path base;
    private final List<String> parts;
    private final List<Map.Entry<String, Path>> found = new ArrayList<>();

    private ImagePattern(Path base, List<String> parts) {
        this.base = base;
        this.parts = parts;
    }

    /**
     * Every image that fits, by the name of its scene.
     *
     * @param base what the pattern starts from
     * @throws IOException if it is no pattern, a folder of it is not there, or no image fits; the message lacks whose pattern it is
     */
    static List<Map.Entry<String, Path>> find(Path base, String text) throws IOException {
        if (text.contains("**") || text.contains("?")) {
            throw new IOException(
                    "expected no wildcard but single stars, which stand for the scene's name, found " + text);
        }
        List<String> parts = Stream.of(text.split("/"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
        if (!text.contains(STAR)) {
            if (Files.isRegularFile(relative(base, text))) {
                throw new IOException(
                        "expected a folder or a star that stands for the scene's name, found the file " + text);
            }
            parts.add(STAR);
        }
        relative(base, text.replace('*', 'x'));
        // As a star for the extension fits any, and so does none.
        String last = parts.get(parts.size() - 1);
        if (last.endsWith(ANY_EXTENSION) && (last.indexOf(STAR) < last.lastIndexOf(STAR) || parts.size() > 1)) {
            parts.set(parts.size() - 1, last.substring(0, last.length() - ANY_EXTENSION.length()));
        }
        ImagePattern pattern = new ImagePattern(base, parts);
        pattern.match(base, 0, Optional.empty());
        if (pattern.found.isEmpty()) {
            throw new IOException("expected images, found none that fits " + text);
        }
        return pattern.found;
    }

    /**
     * A path that somebody wrote, from a folder on.
     *
     * @throws IOException if it is none, or does not depend on the folder
     */
    static Path relative(Path base, String text) throws IOException {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() || text.startsWith("/") || text.isBlank()) {
                throw new IOException("expected a path relative to the description, found "
                        + (text.isBlank() ? "an empty one" : text));
            }
            return base.resolve(path);
        } catch (InvalidPathException e) {
            throw new IOException("expected a path, found " + text, e);
        }
    }

    private void match(Path folder, int index, Optional<String> scene) throws IOException {
        boolean last = index == parts.size() - 1;
        String part = scene.map(name -> parts.get(index).replace(STAR, name)).orElse(parts.get(index));
        if (!last && !part.contains(STAR)) {
            Path next = folder.resolve(part);
            // Folders of scenes need not all hold the same.
            if (scene.isEmpty() || Files.isDirectory(next)) {
                match(next, index + 1, scene);
            }
            return;
        }
        Function<String, Optional<String>> naming = scene.isPresent() ? exactly(part, scene.get()) : star(part);
        FolderContent content = content(folder);
        for (Path candidate : last ? content.images() : content.folders()) {
            boolean whole = !last || ImageFolder.isImage(part);
            Optional<String> name = naming.apply(whole ? FolderContent.name(candidate) : FolderContent.stem(candidate));
            if (name.isPresent() && last) {
                found.add(Map.entry(name.get(), candidate));
            } else if (name.isPresent()) {
                match(candidate, index + 1, name);
            }
        }
    }

    private FolderContent content(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("expected a folder, found none at " + base.relativize(folder));
        }
        return FolderContent.of(folder);
    }

    private static Function<String, Optional<String>> exactly(String part, String scene) {
        return name -> name.equals(part) ? Optional.of(scene) : Optional.empty();
    }

    /** Fits names to a part with stars, of which the first is whatever it can be and the others are the same. */
    private static Function<String, Optional<String>> star(String part) {
        if (!part.contains(STAR)) {
            return name -> Optional.empty();
        }
        String[] pieces = part.split("\\*", -1);
        StringBuilder expression = new StringBuilder(Pattern.quote(pieces[0])).append("(.+)");
        for (int i = 1; i < pieces.length; i++) {
            expression.append(Pattern.quote(pieces[i])).append(i < pieces.length - 1 ? "\\1" : "");
        }
        Pattern pattern = Pattern.compile(expression.toString(), Pattern.DOTALL);
        return name -> {
            Matcher matcher = pattern.matcher(name);
            return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
        };
    }
}
