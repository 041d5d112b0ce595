package io.dynafuse.data;

import io.dynafuse.data.FolderWords.Meaning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A folder of images and what the names on the way to it say.
 *
 * @param names of the folders from the root of the dataset down to this one
 */
record NamedFolder(FolderContent content, List<FolderWords> names) {
    /** What a folder holds. */
    enum Holds {
        SOURCES,
        TRUTHS,
        /** Maps of classes, which are no truths of a fusion. */
        LABELS,
        RESULTS
    }

    static NamedFolder root(FolderContent content) {
        return new NamedFolder(content, List.of());
    }

    /** The folder in this one that the content is of. */
    NamedFolder inside(FolderContent child) {
        List<FolderWords> longer = new ArrayList<>(names);
        longer.add(FolderWords.of(FolderContent.name(child.folder())));
        return new NamedFolder(child, List.copyOf(longer));
    }

    Holds holds() {
        List<String> contents = names.stream().map(FolderWords::content).toList();
        if (contents.stream().anyMatch(Roles::isLabel)) {
            return Holds.LABELS;
        }
        if (contents.stream().anyMatch(Roles::isTruth)) {
            return Holds.TRUTHS;
        }
        return contents.stream().anyMatch(Roles::isResult) ? Holds.RESULTS : Holds.SOURCES;
    }

    /** Which source it is, by the last of the names that says it. */
    Optional<String> role() {
        return ofRole().flatMap(FolderWords::role);
    }

    /** Whether nothing stands beside the word of its source. */
    boolean isPlainRole() {
        return ofRole().filter(FolderWords::isPlainRole).isPresent();
    }

    /** Whether a name has words of a part of a dataset or of a version. */
    boolean isOfPart() {
        return names.stream().anyMatch(FolderWords::isOfPart);
    }

    /** Whether the names say nothing but a part or a version. */
    boolean isPartOnly() {
        return names.stream().allMatch(FolderWords::isPartOnly);
    }

    /** The part of the dataset: all that names say beside the source and the version; empty if they say no more. */
    String subset() {
        Optional<FolderWords> ofRole = ofRole();
        return names.stream()
                .map(name -> ofRole.filter(name::equals).isPresent() || holds() == Holds.TRUTHS && isTruth(name)
                        ? partOf(name)
                        : wholePart(name))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("-"));
    }

    /** What is equal for the roles of one subset. */
    String subsetKey() {
        return subset().toLowerCase(Locale.ROOT);
    }

    /** What tells it from the same images in another size. */
    Set<String> versions() {
        return names.stream()
                .flatMap(name -> name.texts(word -> word.meaning() == Meaning.VERSION).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names from the root on, as the name of a scene. */
    String label() {
        return names.stream().map(FolderWords::name).collect(Collectors.joining("-"));
    }

    /** The path from the root on. */
    String relative() {
        return names.stream().map(FolderWords::name).collect(Collectors.joining("/"));
    }

    Path folder() {
        return content.folder();
    }

    private Optional<FolderWords> ofRole() {
        return names.stream().filter(name -> name.role().isPresent()).reduce((first, last) -> last);
    }

    private static boolean isTruth(FolderWords name) {
        return Roles.isTruth(name.content());
    }

    private static String partOf(FolderWords name) {
        boolean truth = isTruth(name);
        return String.join(
                "-", name.texts(word -> word.meaning() == Meaning.SUBSET || word.meaning() == Meaning.OTHER && !truth));
    }

    private static String wholePart(FolderWords name) {
        boolean says = name.words().stream()
                .anyMatch(word -> word.meaning() != Meaning.VERSION && word.meaning() != Meaning.FILLER);
        return says ? name.name() : "";
    }
}
