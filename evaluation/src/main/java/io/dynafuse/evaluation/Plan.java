package io.dynafuse.evaluation;

import io.dynafuse.data.ImageFolder;
import io.dynafuse.data.Place;
import io.dynafuse.data.Words;
import io.dynafuse.files.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to measure.
 *
 * @param ofFolders whether folders were given, even if they hold one image each
 * @param files every file of the places given, paired or not
 * @param notes what people should know of them, a line each
 */
public record Plan(List<Method> methods, boolean ofFolders, List<Path> files, List<String> notes) {
    public Plan {
        methods = List.copyOf(methods);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /**
     * Finds the scenes.
     *
     * @param fused by the name of the method, in the order in which methods are shown
     * @param sources one place a source: all files, or all folders
     * @throws IOException if a folder cannot be read, nothing pairs, or the methods have no scene in common
     */
    public static Plan of(Map<String, Place> fused, List<Place> sources, Optional<Place> truth) throws IOException {
        boolean folders = Stream.of(fused.values().stream(), sources.stream(), truth.stream())
                .flatMap(places -> places)
                .anyMatch(Place::isFolder);
        return folders ? ofFolders(fused, sources, truth) : ofFiles(fused, sources, truth);
    }

    /** How many scenes there are to measure. */
    public long scenes() {
        return methods.stream().mapToInt(method -> method.scenes().size()).sum();
    }

    private static Plan ofFiles(Map<String, Place> fused, List<Place> sources, Optional<Place> truth) {
        List<Path> others = sources.stream().map(Plan::path).toList();
        List<Method> methods = fused.entrySet().stream()
                .map(method -> new Method(
                        method.getKey(),
                        List.of(new Scene(
                                // Methods are compared over scenes of one name.
                                fused.size() == 1 ? method.getKey() : "image",
                                path(method.getValue()),
                                others,
                                truth.map(Plan::path)))))
                .toList();
        List<Path> files = scenes(methods)
                .flatMap(scene -> scene.files().stream())
                .distinct()
                .toList();
        return new Plan(methods, false, files, brief(sameFiles(methods)));
    }

    private static Path path(Place file) {
        return Path.of(file.text());
    }

    private static Plan ofFolders(Map<String, Place> fused, List<Place> sources, Optional<Place> truth)
            throws IOException {
        List<ImageFolder> sourceFolders = new ArrayList<>();
        for (Place source : sources) {
            sourceFolders.add(ImageFolder.read(source.text()));
        }
        Optional<ImageFolder> truths =
                truth.isPresent() ? Optional.of(ImageFolder.read(truth.get().text())) : Optional.empty();
        List<ImageFolder> all = new ArrayList<>(sourceFolders);
        truths.ifPresent(all::add);
        List<Method> methods = new ArrayList<>();
        Map<Path, List<String>> leftOver = new LinkedHashMap<>();
        for (Map.Entry<String, Place> method : fused.entrySet()) {
            ImageFolder folder = ImageFolder.read(method.getValue().text());
            all.add(folder);
            Pairing pairing = Pairing.of(folder, sourceFolders, truths);
            methods.add(new Method(method.getKey(), pairing.scenes(), pairing.unpaired()));
            pairing.leftOver()
                    .forEach(file -> leftOver.computeIfAbsent(file, key -> new ArrayList<>())
                            .add(folder.text()));
        }
        requireCommonScene(methods);
        List<String> notes = new ArrayList<>(brief(leftOver.entrySet().stream()
                .map(file -> file.getKey() + ": left out, as there is no fused image of its name in "
                        + String.join(" nor in ", file.getValue()))
                .toList()));
        notes.addAll(brief(sameFiles(methods)));
        return new Plan(methods, true, all.stream().flatMap(ImageFolder::files).toList(), notes);
    }

    private static void requireCommonScene(List<Method> methods) throws IOException {
        Set<String> common = names(methods.get(0));
        for (Method method : methods) {
            common.retainAll(names(method));
            if (common.isEmpty()) {
                throw new IOException(
                        method.name() + ": has no image of a name that the methods before it have; expected methods"
                                + " that fused the same scenes");
            }
        }
    }

    private static Set<String> names(Method method) {
        return method.scenes().stream().map(Scene::name).collect(Collectors.toCollection(HashSet::new));
    }

    private static Stream<Scene> scenes(List<Method> methods) {
        return methods.stream().flatMap(method -> method.scenes().stream());
    }

    private static List<String> sameFiles(List<Method> methods) {
        return scenes(methods).flatMap(Plan::sameFiles).distinct().toList();
    }

    private static Stream<String> sameFiles(Scene scene) {
        List<Path> files = scene.files();
        List<String> roles = roles(scene);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isSameFile(files.get(j), files.get(i))) {
                    lines.add(files.get(i) + ": is both " + roles.get(j) + " and " + roles.get(i));
                }
            }
        }
        return lines.stream();
    }

    private static List<String> roles(Scene scene) {
        List<String> roles = new ArrayList<>(List.of("the fused image"));
        for (int i = 1; i <= scene.sources().size(); i++) {
            roles.add("source " + i);
        }
        roles.add("the ground truth");
        return roles;
    }

    private static boolean isSameFile(Path first, Path second) {
        try {
            return Files.isSameFile(first, second);
        } catch (IOException e) {
            // What is not there will be said when it is read.
            return false;
        }
    }

    private static List<String> brief(List<String> lines) {
        return Words.shortened(lines).stream().map(OneLine::of).toList();
    }

    /**
     * A way of fusing, given by what it made.
     *
     * @param scenes in the order of their rows, no two of one name
     * @param unpaired fused images that cannot be measured, as something to compare them with is missing
     */
    public record Method(String name, List<Scene> scenes, List<Outcome.Failed> unpaired) {
        public Method {
            scenes = List.copyOf(scenes);
            unpaired = List.copyOf(unpaired);
        }

        /** A method whose every image can be measured, as far as is known. */
        public Method(String name, List<Scene> scenes) {
            this(name, scenes, List.of());
        }
    }
}
