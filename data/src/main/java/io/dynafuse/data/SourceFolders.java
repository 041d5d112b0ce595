package io.dynafuse.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One folder a source, told by the words in its name and in those of the folders around it. Equal names of images make a scene where the folders
 * are of one subset: {@code Test_ir} and {@code Test_vi}, {@code train/vi} and {@code train/ir}, {@code visible/test} and {@code infrared/test}.
 * Scenes are called as their images, after the name of their subset where there are several.
 *
 * <p>Where a subset has more than one folder of a source, such as crops or other sizes, several readings fit. Folders without a word of a version go
 * before others; if that settles nothing, all readings whose names of images agree are listed, and none is taken.
 */
final class SourceFolders {
    private static final int MOST_READINGS = 6;

    private final Path root;
    private final List<NamedFolder> folders;
    private final Function<String, Truths> truths;
    private final List<FoundScene> scenes = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<Reading> taken = new ArrayList<>();

    private SourceFolders(Path root, List<NamedFolder> folders, Function<String, Truths> truths) {
        this.root = root;
        this.folders = folders;
        this.truths = truths;
    }

    /** A folder for each source of a subset, and the scenes that they make. */
    private record Reading(List<NamedFolder> folders, List<SourceFolder> sources, FoundLayout found) {
        static Reading of(List<NamedFolder> folders, Truths truths) {
            List<NamedFolder> ordered = folders.stream()
                    .sorted(Comparator.comparing(folder -> folder.role().orElseThrow(), Roles.order()))
                    .toList();
            List<SourceFolder> sources = ordered.stream()
                    .map(folder -> SourceFolder.of(folder.role().orElseThrow(), folder.content()))
                    .toList();
            return new Reading(ordered, sources, SiblingLayout.of(sources, truths));
        }

        Set<String> sourceWords() {
            return sources.stream()
                    .map(source -> Roles.sourceOf(source.role()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        String words() {
            return folders.stream().map(NamedFolder::relative).collect(Collectors.joining(" and "));
        }

        /** How many words of versions its folders do not have in common. */
        int differences() {
            Set<String> all = new HashSet<>();
            folders.forEach(folder -> all.addAll(folder.versions()));
            return folders.stream()
                    .mapToInt(folder -> all.size() - folder.versions().size())
                    .sum();
        }
    }

    /**
     * The scenes; none if names do not tell two sources of one subset.
     *
     * @param folders of images, of sources or not
     * @param truths of a subset, by its name in lower case
     * @throws IOException if several readings fit, or subsets have other sources, which makes them datasets
     */
    static Optional<FoundLayout> of(Path root, List<NamedFolder> folders, Function<String, Truths> truths)
            throws IOException {
        return new SourceFolders(root, folders, truths).find();
    }

    private Optional<FoundLayout> find() throws IOException {
        Map<String, List<NamedFolder>> subsets = subsets();
        List<String> nothingInCommon = new ArrayList<>();
        for (Map.Entry<String, List<NamedFolder>> subset : subsets.entrySet()) {
            List<Reading> readings = readings(subset.getValue(), truths.apply(subset.getKey()));
            List<Reading> fitting = readings.stream()
                    .filter(reading -> reading.found().hasScenes())
                    .toList();
            if (fitting.size() > 1) {
                throw new IOException(listed("several readings of its folders fit", fitting));
            }
            if (fitting.isEmpty()) {
                readings.forEach(reading -> nothingInCommon.add(SiblingLayout.nothingInCommon(reading.sources())));
            } else {
                take(fitting.get(0), subsets.size() > 1);
            }
        }
        boolean plain = folders.stream().filter(NamedFolder::isPlainRole).count() >= 2;
        if (taken.isEmpty() && plain && !nothingInCommon.isEmpty()) {
            throw new IOException(nothingInCommon.get(0));
        }
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        requireOneDataset();
        leftOut.addAll(nothingInCommon);
        explainTheRest();
        return Optional.of(new FoundLayout(layout(), scenes, leftOut));
    }

    /** Folders that say their source, by subset. Where no subset has two sources, those that say no subset go with any other. */
    private Map<String, List<NamedFolder>> subsets() {
        Map<String, List<NamedFolder>> subsets = ofRole().collect(Collectors.groupingBy(
                NamedFolder::subsetKey, () -> new TreeMap<>(NaturalOrder.INSTANCE), Collectors.toList()));
        subsets.values().removeIf(members -> bySource(members).size() < 2);
        return subsets.isEmpty() && bySource(ofRole().toList()).size() > 1 ? Map.of("", ofRole().toList()) : subsets;
    }

    private Stream<NamedFolder> ofRole() {
        return folders.stream().filter(folder -> folder.role().isPresent());
    }

    private static Map<String, List<NamedFolder>> bySource(List<NamedFolder> folders) {
        return folders.stream()
                .collect(Collectors.groupingBy(
                        folder -> Roles.sourceOf(folder.role().orElseThrow()), TreeMap::new, Collectors.toList()));
    }

    private List<Reading> readings(List<NamedFolder> subset, Truths ofSubset) {
        int sources = bySource(subset).size();
        Map<Set<String>, List<NamedFolder>> versions =
                subset.stream().collect(Collectors.groupingBy(NamedFolder::versions));
        List<List<NamedFolder>> whole = versions.values().stream()
                .filter(version ->
                        version.size() == sources && bySource(version).size() == sources)
                .filter(SourceFolders::isOneSubset)
                .toList();
        Optional<List<NamedFolder>> plain = whole.stream()
                .filter(version -> version.get(0).versions().isEmpty())
                .findFirst();
        List<List<NamedFolder>> choices = plain.map(List::of)
                .orElse(whole.isEmpty() ? combinations(bySource(subset).values()) : whole);
        return choices.stream()
                .map(choice -> Reading.of(choice, ofSubset))
                .sorted(Comparator.comparing(Reading::differences))
                .toList();
    }

    /** One folder of each source, in every way in which they can be of one subset. */
    private static List<List<NamedFolder>> combinations(Collection<List<NamedFolder>> sources) {
        List<List<NamedFolder>> combinations = List.of(List.of());
        for (List<NamedFolder> source : sources) {
            combinations = combinations.stream()
                    .flatMap(begun -> source.stream()
                            .map(folder -> Stream.concat(begun.stream(), Stream.of(folder))
                                    .toList()))
                    .filter(SourceFolders::isOneSubset)
                    .limit(MOST_READINGS * MOST_READINGS)
                    .toList();
        }
        return combinations;
    }

    private static boolean isOneSubset(List<NamedFolder> folders) {
        return folders.stream()
                        .map(NamedFolder::subsetKey)
                        .filter(subset -> !subset.isEmpty())
                        .distinct()
                        .count()
                <= 1;
    }

    private void take(Reading reading, boolean several) {
        taken.add(reading);
        String subset = reading.folders().get(0).subset();
        String before = several && !subset.isEmpty() ? subset + "-" : "";
        reading.found()
                .scenes()
                .forEach(scene -> scenes.add(new FoundScene(before + scene.name(), scene.sources(), scene.truth())));
        leftOut.addAll(reading.found().leftOut());
    }

    private void requireOneDataset() throws IOException {
        if (taken.stream().map(Reading::sourceWords).distinct().count() > 1) {
            throw new IOException(listed("its folders are several datasets of different sources", taken));
        }
    }

    private void explainTheRest() {
        Set<NamedFolder> used =
                taken.stream().flatMap(reading -> reading.folders().stream()).collect(Collectors.toSet());
        Set<String> subsets = used.stream().map(NamedFolder::subsetKey).collect(Collectors.toSet());
        folders.stream()
                .filter(folder -> !used.contains(folder))
                .forEach(folder -> leftOut.add(folder.folder() + ": left out, as " + reason(folder, subsets)));
    }

    private static String reason(NamedFolder folder, Set<String> subsets) {
        if (folder.role().isEmpty()) {
            return "its name is none of a source";
        }
        return subsets.contains(folder.subsetKey())
                ? "another folder is the source " + folder.role().get()
                : "no other source of " + folder.subset() + " lies beside it";
    }

    private String layout() {
        String roles = String.join(", ", Roles.all(scenes));
        List<String> subsets = taken.stream()
                .map(reading -> reading.folders().get(0).subset())
                .filter(subset -> !subset.isEmpty())
                .toList();
        return "one folder a source: " + roles
                + (taken.size() > 1 ? "; scenes are called after their subsets: " + Words.some(subsets) : "");
    }

    /** The readings, short enough for one line, and what settles it. */
    private String listed(String finding, List<Reading> readings) {
        int shown = Math.min(readings.size(), MOST_READINGS);
        String listed = IntStream.range(0, shown)
                .mapToObj(i -> "(" + (i + 1) + ") " + readings.get(i).words())
                .collect(Collectors.joining(", "));
        return root + ": " + finding + "; expected one of them, by --sources DIR DIR or a " + Dataset.DESCRIPTION + ": "
                + listed + (shown < readings.size() ? " and more" : "");
    }
}
