package io.dynafuse.evaluation;

import io.dynafuse.data.ImageFolder;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files belong to one scene, by their names. Equal names go together, case as it is; where there are none, names go together if
 * the names of one side carry one suffix of letters more than those of the other, such as {@code 11} and {@code 11-mri}.
 *
 * @param scenes in the order of their names
 * @param unpaired the fused images that cannot be measured, as something to compare them with is missing
 * @param leftOver the images that nothing was fused from
 */
public record Pairing(List<Scene> scenes, List<Outcome.Failed> unpaired, List<Path> leftOver) {
    private static final Pattern SUFFIXED = Pattern.compile("(.+?)([-_. ]\\p{L}+)");

    public Pairing {
        scenes = List.copyOf(scenes);
        unpaired = List.copyOf(unpaired);
        leftOver = List.copyOf(leftOver);
    }

    /**
     * Pairs fused images with sources and ground truths.
     *
     * @throws IOException if not one scene is complete
     */
    public static Pairing of(ImageFolder fused, List<ImageFolder> sources, Optional<ImageFolder> truth)
            throws IOException {
        List<Partners> partners = Stream.concat(sources.stream(), truth.stream())
                .map(other -> Partners.of(fused, other))
                .toList();
        List<Scene> scenes = new ArrayList<>();
        List<Outcome.Failed> unpaired = new ArrayList<>();
        fused.ambiguous().forEach((name, files) -> unpaired.add(failed(name, files.get(0), fused.ambiguity(name))));
        fused.images().forEach((name, file) -> {
            List<Path> found = partners.stream()
                    .flatMap(partner -> Optional.ofNullable(partner.files.get(name)).stream())
                    .toList();
            if (found.size() == partners.size()) {
                scenes.add(new Scene(
                        name, file, found.subList(0, sources.size()), truth.map(folder -> found.get(sources.size()))));
            } else {
                unpaired.add(failed(name, file, missing(name, file, partners)));
            }
        });
        if (scenes.isEmpty()) {
            throw new IOException(nothingPairs(fused, partners));
        }
        return new Pairing(scenes, unpaired, leftOver(fused, partners));
    }

    private static Outcome.Failed failed(String name, Path file, String reason) {
        return new Outcome.Failed(new Scene(name, file, List.of(), Optional.empty()), OneLine.of(reason));
    }

    /**
     * What one folder has for the fused images.
     *
     * @param files by the name of the fused image
     * @param doubt why suffixes were not looked through, where they could not be told apart
     */
    private record Partners(ImageFolder folder, Map<String, Path> files, Optional<String> doubt) {
        static Partners of(ImageFolder fused, ImageFolder other) {
            Map<String, Path> partners = new HashMap<>();
            Set<String> fusedLeft = new TreeSet<>(fused.images().keySet());
            Set<String> otherLeft = new TreeSet<>(other.images().keySet());
            for (String name : fused.images().keySet()) {
                if (otherLeft.remove(name)) {
                    fusedLeft.remove(name);
                    partners.put(name, other.images().get(name));
                }
            }
            List<Suffix> suffixes = suffixes(fusedLeft, otherLeft);
            // Two suffixes mean two kinds of images, as does one beside equal names, such as that of a mask; guessing
            // between
            // them would measure the wrong ones.
            long kinds = suffixes.stream().map(Suffix::kind).distinct().count();
            if (kinds > 1 || kinds == 1 && !partners.isEmpty()) {
                return new Partners(other, partners, Optional.of(openSuffix(fused, other, suffixes)));
            }
            suffixes.forEach(suffix -> partners.put(suffix.fused, other.images().get(suffix.other)));
            return new Partners(other, partners, Optional.empty());
        }
    }

    /** Two names that differ by a suffix, which one of them carries. */
    private record Suffix(String fused, String other, String text, boolean ofFused) {
        String kind() {
            return ofFused + text;
        }
    }

    private static List<Suffix> suffixes(Set<String> fused, Set<String> other) {
        Stream<Suffix> ofOther = other.stream()
                .flatMap(name -> split(name)
                        .filter(parts -> fused.contains(parts.group(1)))
                        .map(parts -> new Suffix(parts.group(1), name, parts.group(2), false))
                        .stream());
        Stream<Suffix> ofFused = fused.stream()
                .flatMap(name -> split(name)
                        .filter(parts -> other.contains(parts.group(1)))
                        .map(parts -> new Suffix(name, parts.group(1), parts.group(2), true))
                        .stream());
        return Stream.concat(ofOther, ofFused).toList();
    }

    private static Optional<Matcher> split(String name) {
        return Optional.of(SUFFIXED.matcher(name)).filter(Matcher::matches);
    }

    /** Names the suffixes, the most frequent first, with an example each. */
    private static String openSuffix(ImageFolder fused, ImageFolder other, List<Suffix> suffixes) {
        Map<String, List<Suffix>> byKind =
                suffixes.stream().collect(Collectors.groupingBy(Suffix::kind, TreeMap::new, Collectors.toList()));
        List<Suffix> examples = byKind.values().stream()
                .sorted(Comparator.comparing((List<Suffix> members) -> -members.size()))
                .map(members -> members.get(0))
                .toList();
        Path first = path(examples.get(0), fused, other);
        return "it is open which suffix to look through: "
                + examples.stream()
                        .map(suffix -> suffix.text + " (as in " + path(suffix, fused, other) + ")")
                        .collect(Collectors.joining(" or "))
                + "; expected a pattern that picks one, such as "
                + ImageFolder.pattern(first, examples.get(0).text);
    }

    private static Path path(Suffix suffix, ImageFolder fused, ImageFolder other) {
        return suffix.ofFused
                ? fused.images().get(suffix.fused)
                : other.images().get(suffix.other);
    }

    private static String missing(String name, Path file, List<Partners> partners) {
        List<Partners> without = partners.stream()
                .filter(partner -> !partner.files.containsKey(name))
                .toList();
        List<String> reasons = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        for (Partners partner : without) {
            if (partner.folder.ambiguous().containsKey(name)) {
                reasons.add(partner.folder.ambiguity(name));
            } else {
                folders.add(partner.folder.text());
                partner.doubt.ifPresent(reasons::add);
            }
        }
        if (!folders.isEmpty()) {
            reasons.add(0, "there is no image " + name + " in " + String.join(" nor in ", folders));
        }
        return file + ": " + String.join("; ", reasons);
    }

    private static String nothingPairs(ImageFolder fused, List<Partners> partners) {
        if (fused.images().isEmpty()) {
            return fused.ambiguity(fused.ambiguous().firstKey());
        }
        // The folder that pairs worst is the one to look at.
        Partners worst = partners.stream()
                .min(Comparator.comparingInt(partner -> partner.files.size()))
                .orElseThrow();
        ImageFolder other = worst.folder;
        if (other.images().isEmpty()) {
            return other.ambiguity(other.ambiguous().firstKey());
        }
        return fused.text() + ": none of its images (such as " + fused.images().firstKey() + ") has one of its name in "
                + other.text() + " (such as " + other.images().firstKey() + "); "
                + worst.doubt.orElseGet(
                        () -> "expected equal names, or a pattern whose star stands for the name, such as "
                                + ImageFolder.pattern(
                                        other.images().get(other.images().firstKey()), "-suffix"));
    }

    private static List<Path> leftOver(ImageFolder fused, List<Partners> partners) {
        List<Path> leftOver = new ArrayList<>();
        for (Partners partner : partners) {
            Set<Path> explained = new HashSet<>(partner.files.values());
            ImageFolder other = partner.folder;
            // What is said of a name in the row of its fused image needs no second line.
            fused.images().keySet().forEach(name -> explained.addAll(filesOf(name, other)));
            fused.ambiguous().keySet().forEach(name -> explained.addAll(filesOf(name, other)));
            other.files().filter(file -> !explained.contains(file)).sorted().forEach(leftOver::add);
        }
        return leftOver.stream().distinct().toList();
    }

    private static List<Path> filesOf(String name, ImageFolder folder) {
        return folder.images().containsKey(name)
                ? List.of(folder.images().get(name))
                : folder.ambiguous().getOrDefault(name, List.of());
    }
}
