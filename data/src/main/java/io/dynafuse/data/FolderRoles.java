package io.dynafuse.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What tells folders apart that are given as sources. */
final class FolderRoles {
    private FolderRoles() {}

    /**
     * The sources that parts of the paths name by a word of the field, such as {@code visible} in {@code crop_LR_visible}; otherwise the last part
     * of each path that differs between all of them, such as {@code visible} and {@code infrared} for {@code
     * visible/test} and {@code infrared/test}; their numbers if there is none.
     */
    static List<String> of(List<Path> folders) {
        List<List<String>> parts =
                folders.stream().map(FolderRoles::partsFromTheEnd).toList();
        Optional<List<String>> words = byWords(parts);
        if (words.isPresent()) {
            return words.get();
        }
        int shortest = parts.stream().mapToInt(List::size).min().orElse(0);
        for (int i = 0; i < shortest; i++) {
            int part = i;
            List<String> candidates =
                    parts.stream().map(names -> Roles.of(names.get(part))).toList();
            if (!candidates.contains("") && candidates.stream().distinct().count() == folders.size()) {
                return candidates;
            }
        }
        return IntStream.rangeClosed(1, folders.size())
                .mapToObj(String::valueOf)
                .toList();
    }

    private static Optional<List<String>> byWords(List<List<String>> parts) {
        int shortest = parts.stream().mapToInt(List::size).min().orElse(0);
        return IntStream.range(0, shortest)
                .mapToObj(part -> parts.stream()
                        .flatMap(names -> FolderWords.of(names.get(part)).role().stream())
                        .toList())
                .filter(roles -> roles.size() == parts.size()
                        && roles.stream().distinct().count() == parts.size())
                .findFirst();
    }

    private static List<String> partsFromTheEnd(Path folder) {
        List<String> parts = new ArrayList<>();
        boolean pattern = !Files.isDirectory(folder);
        if (pattern) {
            parts.add(withoutStar(FolderContent.name(folder)));
        }
        Path absolute = folder.toAbsolutePath().normalize();
        for (int i = absolute.getNameCount() - (pattern ? 2 : 1); i >= 0; i--) {
            parts.add(absolute.getName(i).toString());
        }
        return parts;
    }

    /** What a pattern has beside its star, such as {@code mri} for {@code *-mri.png}. */
    private static String withoutStar(String pattern) {
        return pattern.replaceFirst("\\.[^.*]*$", "").replace("*", "").replaceAll("^[-_. ]+|[-_. ]+$", "");
    }
}
