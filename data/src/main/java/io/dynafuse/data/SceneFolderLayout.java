package io.dynafuse.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One folder a scene, called as the scene: {@code house/under.png} and {@code house/over.png}. The sources are the images with two words of the field or
 * more; else those with two letters, as in {@code house/house_A.jpg}; else all, by what their names do not begin with in common. A ground truth is told
 * by its name, such as {@code gt.png} or {@code house_gt.png}, or lies in a folder of truths beside those of the scenes.
 */
final class SceneFolderLayout {
    private static final String SEPARATORS = "-_. ";

    private final Truths truths;
    private final List<FoundScene> scenes = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    private SceneFolderLayout(Truths truths) {
        this.truths = truths;
    }

    static FoundLayout of(List<NamedFolder> folders, Truths truths) {
        SceneFolderLayout layout = new SceneFolderLayout(truths);
        folders.forEach(layout::add);
        layout.leftOut.addAll(truths.leftOut());
        return new FoundLayout("one folder a scene", layout.scenes, layout.leftOut);
    }

    /** Whether the images of a folder are called as the field calls sources, two of them at least. */
    static boolean hasKnownRoles(FolderContent folder) {
        return byWord(sources(folder)).size() >= 2;
    }

    /** Whether letters tell images of a folder apart, two of them at least. */
    static boolean hasLetters(FolderContent folder) {
        return !hasKnownRoles(folder) && byLetter(folder).size() >= 2;
    }

    private void add(NamedFolder folder) {
        FolderContent content = folder.content();
        SortedMap<String, List<Path>> roles = roles(content);
        leaveOutOthers(content, roles);
        Optional<List<Path>> alike =
                roles.values().stream().filter(files -> files.size() > 1).findFirst();
        if (alike.isPresent()) {
            leftOut.add(folder.folder() + ": left out, as "
                    + alike.get().stream().map(FolderContent::name).collect(Collectors.joining(" and "))
                    + " are one source; expected one of them");
        } else if (roles.size() < 2) {
            leftOut.add(
                    folder.folder() + ": left out, as it holds " + (roles.isEmpty() ? "no image" : "one image only"));
        } else {
            List<SourceFile> sources = new ArrayList<>();
            roles.forEach((role, files) -> sources.add(new SourceFile(role, files.get(0))));
            scenes.add(new FoundScene(folder.label(), sources, truth(folder)));
        }
    }

    private void leaveOutOthers(FolderContent folder, SortedMap<String, List<Path>> roles) {
        Set<Path> used = roles.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        sources(folder).stream()
                .filter(image -> !used.contains(image))
                .forEach(image -> leftOut.add(image + ": left out, as nothing tells that it is a source beside "
                        + used.stream().map(FolderContent::name).sorted().collect(Collectors.joining(" and "))));
        folder.images().stream()
                .filter(SceneFolderLayout::isLabel)
                .forEach(image ->
                        leftOut.add(image + ": left out, as labels and masks are no ground truth by themselves"));
    }

    private Optional<Path> truth(NamedFolder folder) {
        List<Path> inside = folder.content().images().stream()
                .filter(SceneFolderLayout::isTruth)
                .toList();
        if (inside.size() > 1) {
            leftOut.add(folder.folder() + ": its truths are left out, as there are " + inside.size());
            return Optional.empty();
        }
        return inside.stream().findFirst().or(() -> truths.of(folder.label()));
    }

    private static List<Path> sources(FolderContent folder) {
        return folder.images().stream()
                .filter(image -> !isTruth(image) && !isResult(image) && !isLabel(image))
                .toList();
    }

    private static boolean isTruth(Path image) {
        String stem = FolderContent.stem(image);
        return Roles.isTruth(stem) || Roles.truthOf(stem).isPresent();
    }

    private static boolean isResult(Path image) {
        return Roles.isResult(FolderContent.stem(image))
                || ImageSuffix.of(image).kind() == ImageSuffix.Kind.RESULT;
    }

    private static boolean isLabel(Path image) {
        return Roles.isLabel(FolderContent.stem(image));
    }

    private static SortedMap<String, List<Path>> roles(FolderContent folder) {
        List<Path> sources = sources(folder);
        SortedMap<String, List<Path>> words = byWord(sources);
        if (words.size() >= 2) {
            return words;
        }
        SortedMap<String, List<Path>> letters = byLetter(folder);
        return letters.size() >= 2 ? letters : grouped(sources, differences(sources)::get);
    }

    private static SortedMap<String, List<Path>> byWord(List<Path> sources) {
        Map<Path, String> differences = differences(sources);
        return grouped(
                sources,
                image -> Stream.of(
                                Optional.of(differences.get(image)),
                                Optional.of(ImageSuffix.of(image).role()),
                                ImageSuffix.ofPrefix(image).map(ImageSuffix::role))
                        .flatMap(Optional::stream)
                        .filter(Roles::isWord)
                        .findFirst()
                        .orElse(""));
    }

    /** Letters alone, or after one name, which is that of the folder where there are several. */
    private static SortedMap<String, List<Path>> byLetter(FolderContent folder) {
        List<Path> sources = sources(folder);
        Map<Path, String> differences = differences(sources);
        List<ImageSuffix> suffixes = sources.stream()
                .map(ImageSuffix::of)
                .filter(suffix -> Roles.isLetter(suffix.role()))
                .toList();
        boolean several = suffixes.stream().map(ImageSuffix::scene).distinct().count() > 1;
        Map<Path, String> letters = suffixes.stream()
                .filter(suffix -> !several || suffix.scene().equalsIgnoreCase(FolderContent.name(folder.folder())))
                .collect(Collectors.toMap(ImageSuffix::image, ImageSuffix::role));
        return grouped(
                sources,
                image -> Roles.isLetter(differences.get(image))
                        ? differences.get(image)
                        : letters.getOrDefault(image, ""));
    }

    /** What each name has after that which all begin with. */
    private static Map<Path, String> differences(List<Path> sources) {
        int common = commonStart(sources.stream().map(FolderContent::stem).toList());
        return sources.stream()
                .collect(Collectors.toMap(
                        source -> source,
                        source -> Roles.of(FolderContent.stem(source).substring(common))));
    }

    /** Images by roles; those of an empty one are passed over. */
    private static SortedMap<String, List<Path>> grouped(List<Path> sources, Function<Path, String> role) {
        SortedMap<String, List<Path>> grouped = new TreeMap<>(Roles.order());
        for (Path source : sources) {
            String found = role.apply(source);
            if (!found.isEmpty()) {
                grouped.computeIfAbsent(found, key -> new ArrayList<>()).add(source);
            }
        }
        return grouped;
    }

    /** How many characters all names begin with, up to the last separator among these. */
    private static int commonStart(List<String> names) {
        if (names.size() < 2) {
            return 0;
        }
        String shortest =
                names.stream().min(Comparator.comparing(String::length)).orElseThrow();
        int common = 0;
        while (common < shortest.length() && isCommon(names, common)) {
            common++;
        }
        int start = common;
        while (start > 0 && SEPARATORS.indexOf(shortest.charAt(start - 1)) < 0) {
            start--;
        }
        // Two names alike but for the extension would have nothing left.
        return start < shortest.length() ? start : 0;
    }

    private static boolean isCommon(List<String> names, int index) {
        return names.stream()
                .allMatch(name -> name.charAt(index) == names.get(0).charAt(index));
    }
}
