package io.dynafuse.evaluation.peers;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.DatasetWriter;
import io.dynafuse.data.ImageFolder;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Scenes that methods are compared on.
 *
 * @param name unlike that of any other of the task, fit for a folder
 * @param folder that may hold {@value #RESULTS} of other programs and masks of warm things
 */
public record PeerDataset(String name, Task task, Path folder, Dataset scenes) {
    /** The folder that holds a folder of fused images for each published method. */
    public static final String RESULTS = "results";

    /** Whether something is known of its scenes that real ones do not tell: the truth, or where warm things are. */
    public boolean isKnown() {
        return scenes.scenes().stream()
                .anyMatch(scene -> scene.truth().isPresent() || warm(scene).isPresent());
    }

    /** What a scene is called among those of all datasets. */
    public String label(DatasetScene scene) {
        return task.word() + "/" + name + "/" + scene.name();
    }

    /** The mask of warm things of a scene. */
    Optional<Path> warm(DatasetScene scene) {
        return Optional.of(folder.resolve(DatasetWriter.WARM).resolve(scene.name() + ".png"))
                .filter(Files::isRegularFile);
    }

    /** The folders of published results by the names of their methods. */
    public Map<String, Path> results() throws IOException {
        Map<String, Path> methods = new TreeMap<>();
        Path results = folder.resolve(RESULTS);
        if (Files.isDirectory(results)) {
            try (Stream<Path> folders = Files.list(results)) {
                folders.filter(Files::isDirectory)
                        .filter(method -> !method.getFileName().toString().startsWith("."))
                        .forEach(method -> methods.put(method.getFileName().toString(), method));
            }
        }
        return methods;
    }

    /**
     * The images of a folder that are called as scenes are.
     *
     * @return by the labels of the scenes
     * @throws IOException if it cannot be listed, holds no image, or holds several of one name
     */
    public Map<String, Path> images(Path results) throws IOException {
        ImageFolder images = ImageFolder.read(results.toString());
        List<DatasetScene> all = scenes.scenes();
        Optional<String> several = all.stream()
                .map(DatasetScene::name)
                .filter(images.ambiguous()::containsKey)
                .findFirst();
        if (several.isPresent()) {
            throw new IOException(images.ambiguity(several.get()));
        }
        Map<String, Path> found = new LinkedHashMap<>();
        all.stream()
                .filter(scene -> images.images().containsKey(scene.name()))
                .forEach(scene -> found.put(label(scene), images.images().get(scene.name())));
        return found;
    }
}
