package io.dynafuse.evaluation.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells in which layout a folder is. Images with suffixes in it decide first, then folders or images in folders that are called as the field calls
 * sources, then letters, then how many there are: a scene has fewer sources than a dataset has scenes, by half at least. What is still open
 * is refused.
 */
final class FolderLayout {
    /** More images than this in a folder, called by no known name, are hardly the sources of one scene. */
    private static final int MOST_SOURCES = 20;

    private final Path folder;
    private final FolderContent content;
    private final List<FolderContent> inside = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private Truths truths = Truths.NONE;

    private FolderLayout(Path folder) throws IOException {
        this.folder = folder;
        this.content = FolderContent.of(folder);
        for (Path child : content.folders()) {
            String name = FolderContent.name(child);
            if (Roles.isTruth(name) && truths == Truths.NONE) {
                truths = Truths.in(child);
            } else if (Roles.isTruth(name) || Roles.isResult(name)) {
                leftOut.add(child + ": left out, as " + name + " is what results or further truths are called");
            } else if (Files.isReadable(child)) {
                inside.add(FolderContent.of(child));
            } else {
                leftOut.add(child + ": left out, as it is closed to reading");
            }
        }
    }

    /** @throws IOException if the folder cannot be listed, or is in no layout, or in one of two */
    static FoundLayout of(Path folder) throws IOException {
        FolderLayout layout = new FolderLayout(folder);
        FoundLayout found = layout.find();
        return new FoundLayout(
                found.layout(),
                found.scenes(),
                Stream.concat(found.leftOut().stream(), layout.leftOut.stream()).toList());
    }

    private FoundLayout find() throws IOException {
        FoundLayout flat = SuffixLayout.of(content.images(), truths);
        if (flat.hasScenes()) {
            leftOut.addAll(truths.leftOut());
            inside.forEach(child -> leaveOut(child, "the scenes lie beside it"));
            return flat;
        }
        if (!content.images().isEmpty() && !inside.isEmpty()) {
            leftOut.add(folder + ": " + content.images().size() + " images right in it are left out, as nothing tells"
                    + " their scenes");
        }
        Optional<FoundLayout> found = bySourceWords();
        if (found.isEmpty()) {
            requireOneDataset();
            inside.removeIf(child -> child.images().isEmpty());
            found = bySourceWordsInside().or(this::byLetters);
        }
        return found.isPresent() ? found.get() : byCounts();
    }

    private Optional<FoundLayout> bySourceWords() throws IOException {
        List<FolderContent> sources = inside.stream()
                .filter(child -> Roles.isWord(FolderContent.name(child.folder())))
                .toList();
        if (sources.size() < 2) {
            return Optional.empty();
        }
        FoundLayout found = siblings(sources);
        inside.stream()
                .filter(child -> !sources.contains(child))
                .forEach(child -> leaveOut(child, "its name is none of a source"));
        return Optional.of(found);
    }

    private Optional<FoundLayout> bySourceWordsInside() {
        return mostly(SceneFolderLayout::hasKnownRoles)
                ? Optional.of(SceneFolderLayout.of(inside, truths))
                : Optional.empty();
    }

    private Optional<FoundLayout> byLetters() {
        boolean letters = inside.size() >= 2
                && inside.stream().allMatch(child -> Roles.isLetter(FolderContent.name(child.folder())));
        boolean lettersInside = mostly(SceneFolderLayout::hasLetters);
        if (letters == lettersInside) {
            return Optional.empty();
        }
        return Optional.of(letters ? siblingsOfAll() : SceneFolderLayout.of(inside, truths))
                .filter(FoundLayout::hasScenes);
    }

    private FoundLayout byCounts() throws IOException {
        Optional<FoundLayout> siblings =
                inside.size() >= 2 ? Optional.of(siblingsOfAll()).filter(FoundLayout::hasScenes) : Optional.empty();
        Optional<FoundLayout> scenes = Optional.of(SceneFolderLayout.of(inside, truths))
                .filter(found -> found.scenes().size() >= 2 && found.mostSources() <= MOST_SOURCES);
        if (siblings.isEmpty() && scenes.isEmpty()) {
            throw new IOException(nothingFound());
        }
        if (siblings.isPresent() && scenes.isPresent()) {
            int most = scenes.get().mostSources();
            if (inside.size() < 2 * most && most < 2 * inside.size()) {
                throw new IOException(open());
            }
            return most > inside.size() ? siblings.get() : scenes.get();
        }
        return siblings.or(() -> scenes).orElseThrow();
    }

    private boolean mostly(Predicate<FolderContent> property) {
        long having = inside.stream().filter(property).count();
        return having > 0 && 2 * having >= inside.size();
    }

    private FoundLayout siblings(List<FolderContent> children) throws IOException {
        List<SourceFolder> sources = new ArrayList<>();
        for (FolderContent child : children) {
            sources.add(SourceFolder.of(Roles.of(FolderContent.name(child.folder())), child));
        }
        sources.sort(Comparator.comparing(SourceFolder::role, Roles.order()));
        FoundLayout found = SiblingLayout.of(sources, truths);
        if (!found.hasScenes()) {
            throw new IOException(SiblingLayout.nothingInCommon(sources));
        }
        return found;
    }

    /** Every folder as a source of its own; its images lie right in it. */
    private FoundLayout siblingsOfAll() {
        List<SourceFolder> sources = inside.stream()
                .map(child -> SourceFolder.of(
                        Roles.of(FolderContent.name(child.folder())),
                        child.folder().toString(),
                        child.images().stream()
                                .map(image -> Map.entry(FolderContent.stem(image), image))
                                .toList()))
                .sorted(Comparator.comparing(SourceFolder::role, Roles.order()))
                .toList();
        return SiblingLayout.of(sources, truths);
    }

    /** Folders of datasets would otherwise pass for sources, as the names of their images are often equal. */
    private void requireOneDataset() throws IOException {
        for (FolderContent child : inside) {
            // Numbers tell little: sources of equal names may well be numbered twice.
            boolean scenes = SuffixLayout.of(child.images(), Truths.NONE).scenes().stream()
                            .filter(scene -> scene.sources().stream()
                                    .map(SourceFile::role)
                                    .anyMatch(role -> Roles.isWord(role) || Roles.isLetter(role)))
                            .count()
                    >= 2;
            boolean sources = child.folders().stream()
                            .filter(grandchild -> Roles.isWord(FolderContent.name(grandchild)))
                            .count()
                    >= 2;
            if (scenes || sources) {
                throw new IOException(folder + ": holds no scene in a layout known, but " + child.folder()
                        + " is a dataset by itself; expected one dataset");
            }
        }
    }

    private void leaveOut(FolderContent child, String reason) {
        leftOut.add(child.folder() + ": left out, as " + reason);
    }

    private String nothingFound() {
        if (inside.isEmpty() && content.images().isEmpty()) {
            return folder + ": holds neither images nor folders of images";
        }
        String found = inside.isEmpty()
                ? content.images().size() + " images such as "
                        + FolderContent.name(content.images().get(0))
                : "folders such as " + FolderContent.name(inside.get(0).folder());
        return folder + ": nothing tells which images belong to one scene, found " + found
                + "; expected suffixes (01-visible, 01-infrared), a folder a source or a folder a scene, or a "
                + Dataset.DESCRIPTION + " in it";
    }

    private String open() {
        String names = inside.stream()
                .limit(2)
                .map(child -> FolderContent.name(child.folder()))
                .collect(Collectors.joining(" and "));
        return folder + ": it is open whether its folders, such as " + names
                + ", are the sources or the scenes; expected a " + Dataset.DESCRIPTION
                + " in it that has under sources 'ROLE: FOLDER/*' for each source or 'ROLE: \"*/IMAGE\"' for each";
    }
}
