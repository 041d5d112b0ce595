package io.dynafuse.detection.annotation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of classes that files number from 0: {@code classes.txt}, a name a line, or {@code names} in the {@code data.yaml} of Ultralytics, a
 * list or a map of numbers.
 */
public final class ClassNames {
    private static final List<String> FILES = List.of("classes.txt", "obj.names", "data.yaml", "dataset.yaml");

    private ClassNames() {}

    /**
     * Names that somebody typed.
     *
     * @param text a file as above, or names with commas between
     * @throws IOException if it is a file that has no names, or a name is there twice or empty
     */
    public static List<String> parse(String text) throws IOException {
        Path file = Path.of(text);
        if (Files.isRegularFile(file)) {
            return read(file);
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        require(file, names);
        return names;
    }

    /** Those given, or those of a file beside the truths or in one of the two folders above. */
    static List<String> find(Path folder, List<String> given) throws IOException {
        if (!given.isEmpty()) {
            return given;
        }
        Optional<Path> file = beside(folder);
        if (file.isEmpty()) {
            throw new AnnotationException(
                    folder, "numbers its classes, and no classes.txt or data.yaml beside it or above names them");
        }
        return read(file.get());
    }

    private static Optional<Path> beside(Path folder) {
        Path here = folder.toAbsolutePath().normalize();
        for (int up = 0; up < 3 && here != null; up++) {
            for (String name : FILES) {
                Path file = here.resolve(name);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file);
                }
            }
            here = here.getParent();
        }
        return Optional.empty();
    }

    static boolean isClassNames(Path file) {
        return FILES.contains(file.getFileName().toString().toLowerCase(Locale.ROOT));
    }

    private static List<String> read(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String text = SmallText.text(file);
        List<String> names = name.endsWith(".yaml") || name.endsWith(".yml")
                ? ofYaml(file, text)
                : text.strip().lines().map(String::strip).toList();
        require(file, names);
        return names;
    }

    private static List<String> ofYaml(Path file, String text) throws IOException {
        ObjectMapper mapper = new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        try {
            JsonNode names = mapper.readTree(text).path("names");
            List<String> found = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                JsonNode each = names.isArray() ? names.get(i) : names.path(Integer.toString(i));
                if (!each.isTextual()) {
                    throw new AnnotationException(file, "names: expected a text for class " + i);
                }
                found.add(each.asText());
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new AnnotationException(file, "is not YAML as expected: " + e.getOriginalMessage(), e);
        }
    }

    private static void require(Path file, List<String> names) throws IOException {
        if (names.isEmpty()) {
            throw new AnnotationException(file, "expected names of classes, found none");
        }
        if (names.stream().anyMatch(String::isBlank)) {
            throw new AnnotationException(file, "expected a name for every class, found an empty one");
        }
        if (new HashSet<>(names).size() < names.size()) {
            String twice = names.stream()
                    .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                    .findFirst()
                    .orElseThrow();
            throw new AnnotationException(file, "expected different names, found " + OneLine.brief(twice) + " twice");
        }
    }
}
