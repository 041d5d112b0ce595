package io.dynafuse.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The images of one source, by the names of their scenes. */
record SourceFolder(String role, ImageFolder folder) {
    private static final Pattern SUFFIXED = Pattern.compile("(.+?)[-_. ](\\p{L}+)", Pattern.DOTALL);
    private static final Pattern PREFIXED = Pattern.compile("(\\p{L}+)[-_. ]*([0-9].*)", Pattern.DOTALL);

    /** The images right in a folder. */
    static SourceFolder of(String role, FolderContent content) {
        return of(
                role,
                content.folder().toString(),
                content.images().stream()
                        .map(image -> Map.entry(FolderContent.stem(image), image))
                        .toList());
    }

    /** Images by names of which several may be alike. */
    static SourceFolder of(String role, String text, List<Map.Entry<String, Path>> images) {
        TreeMap<String, List<Path>> all = images.stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        SortedMap<String, Path> alone = new TreeMap<>();
        SortedMap<String, List<Path>> alike = new TreeMap<>();
        all.forEach((name, files) -> {
            if (files.size() == 1) {
                alone.put(name, files.get(0));
            } else {
                alike.put(name, files);
            }
        });
        return new SourceFolder(role, new ImageFolder(text, alone, alike));
    }

    SortedMap<String, Path> images() {
        return folder.images();
    }

    /** This folder with names that lack the word that all of them end in, as in {@code 11-mri}, or begin with, as in {@code VIS11}. */
    SourceFolder withoutWord() {
        return without(SUFFIXED, 1, 2, word -> true)
                .or(() -> without(PREFIXED, 2, 1, Roles::isWord))
                .orElse(this);
    }

    private Optional<SourceFolder> without(Pattern pattern, int scene, int word, Predicate<String> known) {
        SortedMap<String, Path> shorter = new TreeMap<>();
        Optional<String> common = Optional.empty();
        for (Map.Entry<String, Path> image : images().entrySet()) {
            Matcher matcher = pattern.matcher(image.getKey());
            if (!matcher.matches()
                    || !known.test(matcher.group(word))
                    || common.isPresent() && !common.get().equals(matcher.group(word))
                    || shorter.put(matcher.group(scene), image.getValue()) != null) {
                return Optional.empty();
            }
            common = Optional.of(matcher.group(word));
        }
        return Optional.of(new SourceFolder(role, new ImageFolder(folder.text(), shorter, folder.ambiguous())));
    }
}
