package io.dynafuse.evaluation.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One folder a scene, called as the scene: {@code house/under.png} and {@code house/over.png}. What all names of a folder begin with is no part
 * of the role, as in {@code house/house_A.jpg}. A ground truth is told by its name, such as {@code gt.png} or {@code house_gt.png}, or
 * lies in a folder of truths beside those of the scenes.
 */
final class SceneFolderLayout {
    private static final String SEPARATORS = "-_. ";

    private final Truths truths;
    private final List<FoundScene> scenes = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    private SceneFolderLayout(Truths truths) {
        this.truths = truths;
    }

    static FoundLayout of(List<FolderContent> folders, Truths truths) {
        SceneFolderLayout layout = new SceneFolderLayout(truths);
        folders.forEach(layout::add);
        layout.leftOut.addAll(truths.leftOut());
        return new FoundLayout("one folder a scene", layout.scenes, layout.leftOut);
    }

    /** Whether the images of a folder are called as the field calls sources, two of them at least. */
    static boolean hasKnownRoles(FolderContent folder) {
        return roles(sources(folder)).keySet().stream().filter(Roles::isWord).count() >= 2;
    }

    /** Whether letters alone tell the images of a folder apart, two of them at least. */
    static boolean hasLetters(FolderContent folder) {
        Set<String> roles = roles(sources(folder)).keySet();
        return roles.size() >= 2 && roles.stream().allMatch(Roles::isLetter);
    }

    private void add(FolderContent folder) {
        SortedMap<String, List<Path>> roles = roles(sources(folder));
        if (hasKnownRoles(folder)) {
            leaveOutOthers(roles);
        }
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
            scenes.add(new FoundScene(FolderContent.name(folder.folder()), sources, truth(folder)));
        }
    }

    private void leaveOutOthers(SortedMap<String, List<Path>> roles) {
        List<String> others =
                roles.keySet().stream().filter(role -> !Roles.isWord(role)).toList();
        others.forEach(role -> roles.remove(role)
                .forEach(file -> leftOut.add(file + ": left out, as nothing tells that it is a source")));
    }

    private Optional<Path> truth(FolderContent folder) {
        String scene = FolderContent.name(folder.folder());
        List<Path> inside =
                folder.images().stream().filter(SceneFolderLayout::isTruth).toList();
        if (inside.size() > 1) {
            leftOut.add(folder.folder() + ": its truths are left out, as there are " + inside.size());
            return Optional.empty();
        }
        return inside.stream().findFirst().or(() -> truths.of(scene));
    }

    private static List<Path> sources(FolderContent folder) {
        return folder.images().stream()
                .filter(image -> !isTruth(image) && !isResult(image))
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

    private static SortedMap<String, List<Path>> roles(List<Path> sources) {
        int common = commonStart(sources.stream().map(FolderContent::stem).toList());
        return sources.stream()
                .collect(Collectors.groupingBy(
                        source -> Roles.of(FolderContent.stem(source).substring(common)),
                        () -> new TreeMap<String, List<Path>>(Roles.order()),
                        Collectors.toList()));
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
