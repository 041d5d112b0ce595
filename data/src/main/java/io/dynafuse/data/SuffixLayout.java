package io.dynafuse.data;

import io.dynafuse.data.ImageSuffix.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Scenes in one folder, their sources told apart by suffixes or prefixes: {@code 11-mri.png} and {@code 11-ct.png}, {@code lytro-01-A.jpg} to {@code
 * -C.jpg}, {@code 001A.png} and {@code 001B.png}. What counts as a suffix:
 *
 * <ul>
 *   <li>after a separator ({@code - _ .} or a blank), a word that the field has for sources, or a letter;
 *   <li>right after a digit, such a word in capitals, or capital letters that run from A;
 *   <li>in front, such a word before a separator or a digit ({@code IR1.png} and {@code VIS1.png});
 *   <li>after a separator, another word, if two scenes or more have it;
 *   <li>after a separator, numbers that run from 0 or 1 without a gap to at most 9, if scenes by the suffixes above lie beside them, as many
 *       or more, or if there are at least as many numbered names as the longest run is long. So neither {@code img_1} to {@code img_9} nor
 *       {@code day_1} to {@code day_9} beside {@code night_1} to {@code night_9}, likely single pictures all, become scenes.
 * </ul>
 */
final class SuffixLayout {
    private final List<ImageSuffix> images;
    private final Truths truths;
    private final Map<String, List<Path>> truthSuffixes = new HashMap<>();
    private final Map<String, FoundScene> scenes = new TreeMap<>();
    private final Map<Path, String> leftOut = new TreeMap<>();
    private final Set<Path> used = new HashSet<>();

    private SuffixLayout(List<Path> images, Truths truths) {
        this.images = images.stream().map(ImageSuffix::of).toList();
        this.truths = truths;
    }

    /** @param truths from a folder beside the images; may be none */
    static FoundLayout of(List<Path> images, Truths truths) {
        return new SuffixLayout(images, truths).find();
    }

    private FoundLayout find() {
        images.stream()
                .filter(image -> image.kind() == Kind.TRUTH)
                .forEach(truth -> truthSuffixes
                        .computeIfAbsent(truth.scene(), name -> new ArrayList<>())
                        .add(truth.image()));
        groups(Kind.CAPITAL).stream().filter(SuffixGroup::hasCapitals).forEach(this::accept);
        acceptWords();
        acceptPrefixes();
        acceptOtherWords();
        acceptNumbers();
        explainTheRest();
        String found = scenes.isEmpty() ? "" : String.join(", ", Roles.all(List.copyOf(scenes.values())));
        return new FoundLayout(
                "scenes in one folder, by suffixes: " + found,
                List.copyOf(scenes.values()),
                List.copyOf(leftOut.values()));
    }

    private List<SuffixGroup> groups(Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return SuffixGroup.of(
                images.stream().filter(image -> wanted.contains(image.kind())).toList());
    }

    /** Two words of the field tell the most. */
    private void acceptWords() {
        for (SuffixGroup group : groups(Kind.KNOWN)) {
            if (group.roles().stream().filter(Roles::isWord).count() >= 2) {
                accept(group);
            }
        }
    }

    private void acceptPrefixes() {
        List<ImageSuffix> prefixed = images.stream()
                .map(ImageSuffix::image)
                .filter(image -> !used.contains(image))
                .flatMap(image -> ImageSuffix.ofPrefix(image).stream())
                .toList();
        SuffixGroup.of(prefixed).stream()
                .filter(group -> group.roles().size() >= 2)
                .forEach(this::accept);
    }

    private void acceptOtherWords() {
        List<SuffixGroup> several = groups(Kind.KNOWN, Kind.OTHER).stream()
                .filter(group -> group.roles().size() >= 2)
                .toList();
        Map<String, Long> frequencies = several.stream()
                .flatMap(group -> group.roles(Kind.OTHER).stream())
                .collect(Collectors.groupingBy(role -> role, Collectors.counting()));
        for (SuffixGroup group : several) {
            if (group.roles(Kind.KNOWN).size() >= 2) {
                accept(new SuffixGroup(
                        group.scene(),
                        group.images().stream()
                                .filter(image -> image.kind() == Kind.KNOWN)
                                .toList()));
            } else if (group.roles(Kind.OTHER).stream().allMatch(role -> frequencies.get(role) >= 2)) {
                accept(group);
            }
        }
    }

    private void acceptNumbers() {
        List<SuffixGroup> numbered =
                groups(Kind.NUMBER).stream().filter(SuffixGroup::isNumbered).toList();
        int longest =
                numbered.stream().mapToInt(group -> group.roles().size()).max().orElse(0);
        if (scenes.size() >= numbered.size() || numbered.size() >= longest) {
            numbered.forEach(this::accept);
        }
    }

    private void accept(SuffixGroup group) {
        if (scenes.containsKey(group.scene())
                || group.images().stream().map(ImageSuffix::image).anyMatch(used::contains)) {
            return;
        }
        List<SourceFile> sources = new ArrayList<>();
        for (String role : group.roles().stream().sorted(Roles.order()).toList()) {
            List<Path> files = group.filesOf(role);
            if (files.size() > 1) {
                leaveOut(group, files);
                return;
            }
            sources.add(new SourceFile(role, files.get(0)));
        }
        FoundScene scene = new FoundScene(group.scene(), sources, truth(group.scene()));
        scenes.put(group.scene(), scene);
        scene.files().forEach(used::add);
    }

    private void leaveOut(SuffixGroup group, List<Path> alike) {
        String reason = ": left out, as " + names(alike) + " are one source of the scene " + group.scene()
                + "; expected one of them";
        group.images().forEach(image -> leftOut.put(image.image(), alike.get(0) + reason));
    }

    private Optional<Path> truth(String scene) {
        List<Path> files = truthSuffixes.getOrDefault(scene, List.of());
        if (files.size() > 1) {
            files.forEach(file ->
                    leftOut.put(file, file + ": left out, as " + names(files) + " are both the truth of one scene"));
            return Optional.empty();
        }
        return files.stream().findFirst().or(() -> truths.of(scene));
    }

    private static String names(Collection<Path> files) {
        return files.stream().map(FolderContent::name).collect(Collectors.joining(" and "));
    }

    private void explainTheRest() {
        images.stream()
                .filter(image -> !used.contains(image.image()) && !leftOut.containsKey(image.image()))
                .forEach(image -> leftOut.put(image.image(), image.image() + ": left out, as " + reason(image)));
    }

    private String reason(ImageSuffix image) {
        if (image.kind() == Kind.NONE || image.kind() == Kind.NUMBER || image.kind() == Kind.OTHER) {
            Optional<ImageSuffix> prefixed = ImageSuffix.ofPrefix(image.image());
            if (prefixed.isPresent()) {
                return "the scene " + prefixed.get().scene() + " has no other source";
            }
        }
        return switch (image.kind()) {
            case TRUTH -> "no scene is called " + image.scene();
            case KNOWN, CAPITAL -> "the scene " + image.scene() + " has no other source";
            case NUMBER -> "its number may be that of a single picture";
            case RESULT -> image.role() + " is what results are called";
            case LABEL -> "labels and masks are no ground truth by themselves";
            case OTHER -> "nothing tells that " + image.role() + " is a source of the scene " + image.scene();
            case NONE -> "it has no suffix that tells a source";
        };
    }
}
