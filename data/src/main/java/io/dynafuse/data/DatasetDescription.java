package io.dynafuse.data;

import io.dynafuse.files.OneLine;
import io.dynafuse.files.Yaml;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dataset as a YAML file describes it, with paths relative to the file:
 *
 * <pre>{@code
 * name: LLVIP                       # what it is called; its folder's name if not given
 * task: visible-infrared            # or medical, multi-exposure, multi-focus
 * sources:                          # in the order in which they are fused
 *   visible: visible/test/*.jpg     # the star stands for the scene's name,
 *   infrared: infrared/test/*.jpg   # in quotes where a value begins with it
 * truth: gt/*.png
 * scenes:                           # beside sources or instead: scenes one by one
 *   - name: house
 *     sources: {1: house/1.jpg, 2: house/2.jpg, 3: house/3.jpg}
 *     truth: house/gt.png
 * }</pre>
 *
 * A file of a scene under {@code scenes} that is missing is found so when it is read, like a damaged one.
 */
final class DatasetDescription {
    private final Path file;
    private final Path base;
    private final Content content;

    /** The keys of a description; null where one is not given. */
    private record Content(
            String name, String task, Map<String, String> sources, String truth, List<DescribedScene> scenes) {}

    /** The keys of a scene in a list. */
    private record DescribedScene(String name, Map<String, String> sources, String truth) {}

    private DatasetDescription(Path file) throws IOException {
        this.file = file;
        Path parent = file.getParent();
        this.base = parent == null ? Path.of("") : parent;
        this.content = Yaml.read(file, Content.class, "a description of a dataset", "sources or scenes");
    }

    /** @throws IOException if the description cannot be read, is wrong, or leads to no scene */
    static Dataset read(Path file) throws IOException {
        return new DatasetDescription(file).toDataset();
    }

    private Dataset toDataset() throws IOException {
        if (content.sources() == null && content.scenes() == null) {
            throw wrong("", "expected the keys sources or scenes, found neither");
        }
        if (content.sources() == null && content.truth() != null) {
            throw wrong("truth", "expected a pattern of the sources beside it, or a truth in each scene");
        }
        FoundLayout byPatterns = content.sources() == null ? new FoundLayout("", List.of(), List.of()) : byPatterns();
        List<FoundScene> scenes = new ArrayList<>(byPatterns.scenes());
        scenes.addAll(listed());
        requireDistinctNames(scenes);
        String name =
                content.name() == null ? Dataset.nameOf(file.toAbsolutePath().getParent()) : content.name();
        return Dataset.of(name, task(), new FoundLayout("as " + file + " says", scenes, byPatterns.leftOut()));
    }

    private FoundLayout byPatterns() throws IOException {
        requireSources("sources", content.sources());
        List<SourceFolder> sources = new ArrayList<>();
        for (Map.Entry<String, String> source : content.sources().entrySet()) {
            List<Map.Entry<String, Path>> images = images("sources: " + source.getKey(), source.getValue());
            sources.add(SourceFolder.of(source.getKey(), source.getValue(), images));
        }
        Truths truths = content.truth() == null ? Truths.NONE : Truths.of(images("truth", content.truth()));
        FoundLayout found = SiblingLayout.of(sources, truths);
        if (!found.hasScenes()) {
            throw wrong("sources", SiblingLayout.nothingInCommon(sources));
        }
        return found;
    }

    private List<Map.Entry<String, Path>> images(String key, String pattern) throws IOException {
        try {
            return ImagePattern.find(base, text(key, pattern));
        } catch (DescriptionException e) {
            throw e;
        } catch (IOException e) {
            throw wrong(key, e.getMessage());
        }
    }

    private List<FoundScene> listed() throws IOException {
        List<FoundScene> scenes = new ArrayList<>();
        List<DescribedScene> described = content.scenes() == null ? List.of() : content.scenes();
        for (int i = 0; i < described.size(); i++) {
            DescribedScene scene = described.get(i);
            String number = "scenes: number " + (i + 1);
            if (scene == null) {
                throw wrong(number, "expected the keys name and sources, found nothing");
            }
            String name = text(number + ": name", scene.name());
            if (!SceneNames.isSafe(name)) {
                throw wrong(number + ": name", "expected " + SceneNames.EXPECTED + ", found " + name);
            }
            scenes.add(listed(name, scene));
        }
        return scenes;
    }

    private FoundScene listed(String name, DescribedScene scene) throws IOException {
        String key = "scenes: " + name + ": sources";
        requireSources(key, scene.sources());
        List<SourceFile> sources = new ArrayList<>();
        for (Map.Entry<String, String> source : scene.sources().entrySet()) {
            sources.add(new SourceFile(source.getKey(), path(key + ": " + source.getKey(), source.getValue())));
        }
        Optional<Path> truth = scene.truth() == null
                ? Optional.empty()
                : Optional.of(path("scenes: " + name + ": truth", scene.truth()));
        return new FoundScene(name, sources, truth);
    }

    private Path path(String key, String text) throws IOException {
        try {
            return ImagePattern.relative(base, text(key, text));
        } catch (DescriptionException e) {
            throw e;
        } catch (IOException e) {
            throw wrong(key, e.getMessage());
        }
    }

    private Optional<Task> task() throws IOException {
        if (content.task() == null) {
            return Optional.empty();
        }
        String wanted = content.task().toLowerCase(Locale.ROOT);
        return Optional.of(Stream.of(Task.values())
                .filter(task -> Roles.nameOf(task).equals(wanted))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "task",
                        "expected one of "
                                + Stream.of(Task.values()).map(Roles::nameOf).collect(Collectors.joining(", "))
                                + ", found " + content.task())));
    }

    private void requireSources(String key, Map<String, String> sources) throws IOException {
        int found = sources == null ? 0 : sources.size();
        if (found < 2) {
            throw wrong(key, "expected 2 or more sources, found " + found);
        }
    }

    private void requireDistinctNames(List<FoundScene> scenes) throws IOException {
        Set<String> names = new HashSet<>();
        for (FoundScene scene : scenes) {
            if (!names.add(scene.name())) {
                throw wrong("scenes", "expected different names, found " + scene.name() + " twice");
            }
        }
        if (scenes.isEmpty()) {
            throw wrong("scenes", "expected 1 or more, found none");
        }
    }

    private String text(String key, String value) throws IOException {
        if (value == null || value.isBlank()) {
            throw wrong(key, "expected a value, found none");
        }
        return value;
    }

    private DescriptionException wrong(String key, String message) {
        return new DescriptionException(OneLine.of(file + ": " + (key.isEmpty() ? "" : key + ": ") + message));
    }

    /** A mistake in the description, told in full. */
    private static final class DescriptionException extends IOException {
        private static final long serialVersionUID = 1L;

        DescriptionException(String message) {
            super(message);
        }
    }
}
