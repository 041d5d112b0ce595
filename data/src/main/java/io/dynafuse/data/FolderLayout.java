package io.dynafuse.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells in which layout a folder is. Every image is taken apart into its subset, its source and its scene, by the names of folders and files. Images with
 * suffixes right in the folder decide first, then folders that are called as the field calls sources, then images in folders that are, then letters,
 * then how many there are: a scene has fewer sources than a dataset has scenes, by half at least. What is still open is refused.
 */
final class FolderLayout {
    /** More images than this in a folder, called by no known name, are hardly the sources of one scene. */
    private static final int MOST_SOURCES = 20;

    /** Folders in each other, such as {@code set00/V000/visible}. */
    private static final int DEEPEST = 4;

    private static final String DECLARED = "; truth: in a " + Dataset.DESCRIPTION + " declares ground truths";

    private final Path folder;
    private final FolderContent content;
    private final List<NamedFolder> inside = new ArrayList<>();
    private final Map<String, Truths> truths = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private FolderLayout(Path folder) throws IOException {
        this.folder = folder;
        this.content = FolderContent.of(folder);
        collect(NamedFolder.root(content));
    }

    /** @throws IOException if the folder cannot be listed, or is in no layout, or in one of several */
    static FoundLayout of(Path folder) throws IOException {
        FolderLayout layout = new FolderLayout(folder);
        FoundLayout found = layout.find();
        return new FoundLayout(
                found.layout(),
                found.scenes(),
                Stream.concat(found.leftOut().stream(), layout.leftOut.stream()).toList());
    }

    /** Folders with images, those in others that have none. */
    private void collect(NamedFolder parent) throws IOException {
        for (Path path : parent.content().folders()) {
            if (!Files.isReadable(path)) {
                leftOut.add(path + ": left out, as it is closed to reading");
                continue;
            }
            NamedFolder child = parent.inside(FolderContent.of(path));
            switch (holds(child)) {
                case LABELS ->
                    leftOut.add(path + ": left out, as labels and masks are no ground truth of a fusion by"
                            + " themselves" + DECLARED);
                case RESULTS ->
                    leftOut.add(path + ": left out, as " + FolderContent.name(path) + " is what results are called"
                            + DECLARED);
                case TRUTHS, SOURCES -> {
                    if (child.content().images().isEmpty() && child.names().size() < DEEPEST) {
                        collect(child);
                    } else {
                        add(child);
                    }
                }
            }
        }
    }

    /** A scene may be called Mask; then its images are called as sources are. */
    private static NamedFolder.Holds holds(NamedFolder child) {
        NamedFolder.Holds said = child.holds();
        return said == NamedFolder.Holds.LABELS
                        && (SceneFolderLayout.hasKnownRoles(child.content())
                                || SceneFolderLayout.hasLetters(child.content()))
                ? NamedFolder.Holds.SOURCES
                : said;
    }

    private void add(NamedFolder child) {
        child.content()
                .folders()
                .forEach(deeper -> leftOut.add(deeper + ": left out, as "
                        + (child.content().images().isEmpty()
                                ? "it lies too deep in folders"
                                : "the folder around it holds images itself")));
        if (child.holds() != NamedFolder.Holds.TRUTHS) {
            inside.add(child);
        } else if (truths.putIfAbsent(child.subsetKey(), Truths.in(child.content())) != null) {
            leftOut.add(child.folder() + ": left out, as there is another folder of ground truths beside it");
        }
    }

    private Truths truths(String subset) {
        Optional<Truths> only = truths.size() == 1 ? truths.values().stream().findFirst() : Optional.empty();
        return Optional.ofNullable(truths.get(subset))
                .or(() -> subset.isEmpty() ? only : Optional.empty())
                .orElse(Truths.NONE);
    }

    private FoundLayout find() throws IOException {
        FoundLayout flat = SuffixLayout.of(content.images(), truths(""));
        if (flat.hasScenes()) {
            leftOut.addAll(truths("").leftOut());
            inside.forEach(child -> leftOut.add(child.folder() + ": left out, as the scenes lie beside it"));
            return flat;
        }
        if (!content.images().isEmpty() && !inside.isEmpty()) {
            leftOut.add(folder + ": " + content.images().size() + " images right in it are left out, as nothing tells"
                    + " their scenes");
        }
        Optional<FoundLayout> found = bySourceWords().or(this::bySubsets);
        if (found.isEmpty()) {
            requireOneDataset();
            inside.removeIf(child -> child.content().images().isEmpty());
            found = bySourceWordsInside().or(this::byLetters);
        }
        return found.isPresent() ? found.get() : byCounts();
    }

    private Optional<FoundLayout> bySourceWords() throws IOException {
        Optional<FoundLayout> found = SourceFolders.of(folder, inside, this::truths);
        boolean plain = inside.stream().filter(NamedFolder::isPlainRole).count() >= 2;
        boolean scenes = mostly(SceneFolderLayout::hasKnownRoles) || mostly(SceneFolderLayout::hasLetters);
        if (found.isPresent() && !plain && scenes) {
            throw new IOException(open());
        }
        return found;
    }

    /** Scenes by suffixes in folders that are called as parts of a dataset. */
    private Optional<FoundLayout> bySubsets() {
        List<FoundScene> scenes = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (NamedFolder child : inside) {
            FoundLayout flat = SuffixLayout.of(child.content().images(), truths(child.subsetKey()));
            if (!child.isPartOnly() || !flat.hasScenes()) {
                return Optional.empty();
            }
            flat.scenes()
                    .forEach(scene -> scenes.add(
                            new FoundScene(child.label() + "-" + scene.name(), scene.sources(), scene.truth())));
            notes.addAll(flat.leftOut());
        }
        return Optional.of(new FoundLayout("scenes in folders of subsets, by suffixes", scenes, notes))
                .filter(FoundLayout::hasScenes);
    }

    private Optional<FoundLayout> bySourceWordsInside() {
        return mostly(SceneFolderLayout::hasKnownRoles)
                ? Optional.of(SceneFolderLayout.of(inside, truths("")))
                : Optional.empty();
    }

    private Optional<FoundLayout> byLetters() {
        boolean letters = inside.size() >= 2 && inside.stream().allMatch(child -> Roles.isLetter(child.relative()));
        boolean lettersInside = mostly(SceneFolderLayout::hasLetters);
        if (letters == lettersInside) {
            return Optional.empty();
        }
        return Optional.of(letters ? siblings() : SceneFolderLayout.of(inside, truths("")))
                .filter(FoundLayout::hasScenes);
    }

    private FoundLayout byCounts() throws IOException {
        boolean parts = inside.stream().anyMatch(NamedFolder::isOfPart);
        boolean deep = inside.stream().anyMatch(child -> child.names().size() > 1);
        // Folders of different sources that are of no one subset hold different scenes.
        boolean apart = inside.stream()
                        .flatMap(child -> child.role().stream())
                        .map(Roles::sourceOf)
                        .distinct()
                        .count()
                > 1;
        Optional<FoundLayout> siblings = Optional.of(inside)
                .filter(children -> children.size() >= 2 && !parts && !deep && !apart)
                .map(children -> siblings())
                .filter(FoundLayout::hasScenes);
        Optional<FoundLayout> scenes = Optional.of(inside)
                .filter(children -> !deep && children.stream().noneMatch(NamedFolder::isPartOnly))
                .map(children -> SceneFolderLayout.of(children, truths("")))
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
        long having = inside.stream().map(NamedFolder::content).filter(property).count();
        return having > 0 && 2 * having >= inside.size();
    }

    /** Every folder as a source of its own. */
    private FoundLayout siblings() {
        List<SourceFolder> sources = inside.stream()
                .map(child -> SourceFolder.of(Roles.of(child.relative()), child.content()))
                .sorted(Comparator.comparing(SourceFolder::role, Roles.order()))
                .toList();
        return SiblingLayout.of(sources, truths(""));
    }

    /** Folders of datasets would otherwise pass for sources, as the names of their images are often equal. */
    private void requireOneDataset() throws IOException {
        for (NamedFolder child : inside) {
            // Numbers tell little: sources of equal names may well be numbered twice.
            boolean scenes = SuffixLayout.of(child.content().images(), Truths.NONE).scenes().stream()
                            .filter(scene -> scene.sources().stream()
                                    .map(SourceFile::role)
                                    .anyMatch(role -> Roles.isWord(role) || Roles.isLetter(role)))
                            .count()
                    >= 2;
            if (scenes) {
                throw new IOException(folder + ": holds no scene in a layout known, but " + child.folder()
                        + " is a dataset by itself; expected one dataset");
            }
        }
    }

    private String nothingFound() {
        if (inside.isEmpty() && content.images().isEmpty()) {
            return folder + ": holds neither images nor folders of images";
        }
        String found = inside.isEmpty()
                ? content.images().size() + " images such as "
                        + FolderContent.name(content.images().get(0))
                : "folders such as " + inside.get(0).relative();
        return folder + ": nothing tells which images belong to one scene, found " + found
                + "; expected suffixes (01-visible, 01-infrared), a folder a source or a folder a scene, --sources DIR DIR, or"
                + " a " + Dataset.DESCRIPTION + " in it";
    }

    private String open() {
        String names = inside.stream().limit(2).map(NamedFolder::relative).collect(Collectors.joining(" and "));
        return folder + ": it is open whether its folders, such as " + names
                + ", are the sources or the scenes; expected --sources DIR DIR if they are the sources, or a "
                + Dataset.DESCRIPTION
                + " that has under sources 'ROLE: FOLDER/*' for each source or 'ROLE: \"*/IMAGE\"' for each";
    }
}
