package io.dynafuse.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One folder a source: images of equal names make a scene, case as it is. Where no name is in all folders, names lose the word that
 * all of a folder have, such as {@code mri/11-mri.png} beside {@code ct/11-ct.png}, or {@code vis/VIS1.png} beside {@code ir/IR1.png}.
 */
final class SiblingLayout {
    private SiblingLayout() {}

    /** @param sources two or more of different roles, in the order in which they are fused */
    static FoundLayout of(List<SourceFolder> sources, Truths truths) {
        List<SourceFolder> named = common(sources).isEmpty()
                ? sources.stream().map(SourceFolder::withoutWord).toList()
                : sources;
        Set<String> names = common(named);
        List<FoundScene> scenes = names.stream()
                .map(name -> new FoundScene(
                        name,
                        named.stream()
                                .map(source -> new SourceFile(
                                        source.role(), source.images().get(name)))
                                .toList(),
                        truths.of(name)))
                .toList();
        String layout = "one folder a source: "
                + sources.stream().map(SourceFolder::role).collect(Collectors.joining(", "));
        return new FoundLayout(
                layout,
                scenes,
                Stream.concat(leftOut(named, names).stream(), truths.leftOut().stream())
                        .toList());
    }

    /** Why nothing pairs, with a name of each folder. */
    static String nothingInCommon(List<SourceFolder> sources) {
        for (SourceFolder source : sources) {
            if (source.images().isEmpty() && !source.folder().ambiguous().isEmpty()) {
                return source.folder().ambiguity(source.folder().ambiguous().firstKey());
            }
        }
        return sources.stream()
                        .map(source -> source.folder().text()
                                + (source.images().isEmpty()
                                        ? " (no image)"
                                        : " (such as " + source.images().firstKey() + ")"))
                        .collect(Collectors.joining(" and "))
                + ": have no image name in common; expected equal names, or a YAML file that says which images belong together";
    }

    private static Set<String> common(List<SourceFolder> sources) {
        Set<String> names = new TreeSet<>(sources.get(0).images().keySet());
        sources.forEach(source -> names.retainAll(source.images().keySet()));
        return names;
    }

    private static List<String> leftOut(List<SourceFolder> sources, Set<String> scenes) {
        List<String> lines = new ArrayList<>();
        Set<String> explained = new TreeSet<>(scenes);
        for (SourceFolder source : sources) {
            for (String name : source.folder().ambiguous().keySet()) {
                explained.add(name);
                lines.add(source.folder().ambiguity(name));
            }
        }
        for (SourceFolder source : sources) {
            for (Map.Entry<String, Path> image : source.images().entrySet()) {
                if (explained.add(image.getKey())) {
                    lines.add(image.getValue() + ": left out, as there is no image of its name in "
                            + without(image.getKey(), sources));
                }
            }
        }
        return lines;
    }

    private static String without(String name, List<SourceFolder> sources) {
        return sources.stream()
                .filter(source -> !source.images().containsKey(name))
                .map(source -> source.folder().text())
                .collect(Collectors.joining(" nor in "));
    }
}
