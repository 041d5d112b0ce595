package io.dynafuse.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files belong to one scene, by their names. Equal names go together first, case as it is; what is left goes together if
 * the names of one side carry one suffix of letters more than those of the other, such as {@code 11} and {@code 11-mri}.
 *
 * @param scenes in the order of their names
 * @param withoutPartner a line for each fused image that cannot be measured, as something to compare it with is missing
 * @param withoutFused a line for each image that nothing was fused from
 */
public record Pairing(List<Scene> scenes, List<String> withoutPartner, List<String> withoutFused) {
    private static final Pattern SUFFIXED = Pattern.compile("(.+?)([-_. ]\\p{L}+)");

    /**
     * Pairs fused images with sources and ground truths.
     *
     * @throws IOException if not one scene is complete
     */
    public static Pairing of(ImageFolder fused, List<ImageFolder> sources, Optional<ImageFolder> truth)
            throws IOException {
        List<ImageFolder> others =
                Stream.concat(sources.stream(), truth.stream()).toList();
        List<Map<String, Path>> partners =
                others.stream().map(other -> partners(fused, other)).toList();
        List<Scene> scenes = new ArrayList<>();
        List<String> withoutPartner = new ArrayList<>(fused.ambiguous());
        fused.images().forEach((name, file) -> {
            List<Path> found = partners.stream()
                    .flatMap(partner -> Optional.ofNullable(partner.get(name)).stream())
                    .toList();
            if (found.size() == others.size()) {
                scenes.add(new Scene(
                        name, file, found.subList(0, sources.size()), truth.map(folder -> found.get(sources.size()))));
            } else {
                withoutPartner.add(missing(name, file, others, partners));
            }
        });
        if (scenes.isEmpty()) {
            throw new IOException(nothingPairs(fused, others, partners));
        }
        return new Pairing(scenes, withoutPartner, withoutFused(fused, others, partners));
    }

    private static Map<String, Path> partners(ImageFolder fused, ImageFolder other) {
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
        // Two suffixes mean two kinds of images, and guessing between them would measure the wrong ones.
        if (suffixes.stream().map(Suffix::text).distinct().count() == 1) {
            suffixes.forEach(
                    suffix -> partners.put(suffix.fused(), other.images().get(suffix.other())));
        }
        return partners;
    }

    /** Two names that differ by a suffix. */
    private record Suffix(String fused, String other, String text) {}

    private static List<Suffix> suffixes(Set<String> fused, Set<String> other) {
        Stream<Suffix> ofOther = other.stream()
                .flatMap(name -> split(name)
                        .filter(parts -> fused.contains(parts.group(1)))
                        .map(parts -> new Suffix(parts.group(1), name, "+" + parts.group(2)))
                        .stream());
        Stream<Suffix> ofFused = fused.stream()
                .flatMap(name -> split(name)
                        .filter(parts -> other.contains(parts.group(1)))
                        .map(parts -> new Suffix(name, parts.group(1), "-" + parts.group(2)))
                        .stream());
        return Stream.concat(ofOther, ofFused).toList();
    }

    private static Optional<Matcher> split(String name) {
        return Optional.of(SUFFIXED.matcher(name)).filter(Matcher::matches);
    }

    private static String missing(String name, Path file, List<ImageFolder> others, List<Map<String, Path>> partners) {
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            if (!partners.get(i).containsKey(name)) {
                folders.add(others.get(i).text());
            }
        }
        return file + ": not measured, as there is no image " + name + " in " + String.join(" nor in ", folders);
    }

    private static String nothingPairs(ImageFolder fused, List<ImageFolder> others, List<Map<String, Path>> partners) {
        if (fused.images().isEmpty()) {
            return fused.ambiguous().get(0);
        }
        // The folder that pairs worst is the one to look at.
        int worst = 0;
        for (int i = 1; i < others.size(); i++) {
            if (partners.get(i).size() < partners.get(worst).size()) {
                worst = i;
            }
        }
        ImageFolder other = others.get(worst);
        if (other.images().isEmpty()) {
            return other.ambiguous().get(0);
        }
        Path example = other.images().get(other.images().firstKey());
        return fused.text() + ": none of its images (such as " + fused.images().firstKey() + ") has one of its name in "
                + other.text() + " (such as " + other.images().firstKey()
                + "); expected equal names, or a pattern whose star stands for the name, such as '"
                + example.resolveSibling("*-suffix" + ImageFolder.extension(example)) + "'";
    }

    private static List<String> withoutFused(
            ImageFolder fused, List<ImageFolder> others, List<Map<String, Path>> partners) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            ImageFolder other = others.get(i);
            Collection<Path> paired = partners.get(i).values();
            lines.addAll(other.ambiguous());
            other.images().values().stream()
                    .filter(file -> !paired.contains(file))
                    .map(file -> file + ": left out, as there is no fused image of its name in " + fused.text())
                    .forEach(lines::add);
        }
        return lines;
    }
}
