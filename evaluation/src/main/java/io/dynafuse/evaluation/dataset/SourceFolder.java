package io.dynafuse.evaluation.dataset;

import io.dynafuse.evaluation.ImageFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The images of one source, by the names of their scenes. */
record SourceFolder(String role, ImageFolder folder) {
    private static final Pattern SUFFIXED = Pattern.compile("(.+?)[-_. ](\\p{L}+)", Pattern.DOTALL);

    /**
     * The images of a folder or, if it has none, of the folders in it, such as {@code infrared/test} and {@code infrared/train}; there the
     * name of the folder becomes part of the scene's if there are several.
     */
    static SourceFolder of(String role, FolderContent content) throws IOException {
        List<Map.Entry<String, Path>> images = named("", content);
        if (images.isEmpty()) {
            for (Path split : content.folders()) {
                String prefix = content.folders().size() == 1 ? "" : FolderContent.name(split) + "-";
                images.addAll(named(prefix, FolderContent.of(split)));
            }
        }
        return of(role, content.folder().toString(), images);
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

    /** This folder with names that lack their suffix of letters, if all of them have the same. */
    SourceFolder withoutSuffix() {
        SortedMap<String, Path> shorter = new TreeMap<>();
        Optional<String> suffix = Optional.empty();
        for (Map.Entry<String, Path> image : images().entrySet()) {
            Matcher matcher = SUFFIXED.matcher(image.getKey());
            if (!matcher.matches()
                    || suffix.isPresent() && !suffix.get().equals(matcher.group(2))
                    || shorter.put(matcher.group(1), image.getValue()) != null) {
                return this;
            }
            suffix = Optional.of(matcher.group(2));
        }
        return new SourceFolder(role, new ImageFolder(folder.text(), shorter, folder.ambiguous()));
    }

    private static List<Map.Entry<String, Path>> named(String prefix, FolderContent content) {
        List<Map.Entry<String, Path>> images = new ArrayList<>();
        content.images().forEach(image -> images.add(Map.entry(prefix + FolderContent.stem(image), image)));
        return images;
    }
}
