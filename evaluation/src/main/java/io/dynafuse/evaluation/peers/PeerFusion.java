package io.dynafuse.evaluation.peers;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.evaluation.run.SafeNames;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.UnwritableFileException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourceReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fuses the scenes of a dataset by several methods, and writes what comes out as PNG files, in a folder for each method.
 *
 * @param folder that the folders of the methods are in
 * @param threads how many scenes at once
 */
public record PeerFusion(
        PeerDataset dataset,
        List<FusionMethod> methods,
        SourceReading reading,
        Path folder,
        int threads,
        EvaluationProgress progress) {
    private static final int LONGEST_NAME = 80;

    public PeerFusion {
        methods = List.copyOf(methods);
    }

    /**
     * Fuses every scene by every method. What fails is told in the result and does not stop the rest.
     *
     * @throws UnwritableFileException if an image cannot be written, which no other would fare better with
     */
    public PeerImages run() throws IOException, InterruptedException {
        Collected collected = new Collected(dataset.scenes().scenes().size());
        List<DatasetScene> scenes = dataset.scenes().scenes();
        SceneLoop.over(scenes)
                .threads(threads)
                .progress(progress)
                .runAll(scene -> fuse(scene, scenes.indexOf(scene), collected));
        return collected.images();
    }

    private void fuse(DatasetScene scene, int place, Collected collected) throws IOException, InterruptedException {
        SourceImages sources;
        try {
            sources = scene.read(reading).stretched(reading.preparation());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            collected.fail(place, -1, dataset.label(scene) + ": " + reason(e));
            return;
        }
        List<String> names =
                SafeNames.of(methods.stream().map(FusionMethod::name).toList(), LONGEST_NAME);
        for (int m = 0; m < methods.size(); m++) {
            Path file = folder.resolve(names.get(m)).resolve(scene.name() + ".png");
            try {
                AtomicFile.makeFolder(file.getParent());
                ImageFiles.write(methods.get(m).work().fuse(sources), file);
                collected.add(place, m, file);
            } catch (UnwritableFileException e) {
                throw e;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                collected.fail(
                        place, m, dataset.label(scene) + ": " + methods.get(m).name() + ": " + reason(e));
            }
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof OutOfMemoryError ? SceneLoop.OUT_OF_MEMORY : OneLine.of(failure);
    }

    /** What became of scenes by methods, whatever the order in which they end. */
    private final class Collected {
        private final int scenes;
        private final Map<Integer, Path> files = new TreeMap<>();
        private final Map<Integer, String> failures = new TreeMap<>();

        Collected(int scenes) {
            this.scenes = scenes;
        }

        synchronized void add(int scene, int method, Path file) {
            files.put(method * scenes + scene, file);
        }

        synchronized void fail(int scene, int method, String line) {
            failures.put(method * scenes + scene, OneLine.of(line));
        }

        synchronized PeerImages images() {
            Map<String, Map<String, Path>> made = new LinkedHashMap<>();
            // A row even where nothing could be fused.
            methods.forEach(method -> made.put(method.name(), new LinkedHashMap<>()));
            files.forEach((place, file) -> made.get(methods.get(place / scenes).name())
                    .put(dataset.label(dataset.scenes().scenes().get(place % scenes)), file));
            return new PeerImages(made, Map.of(), List.copyOf(failures.values()));
        }
    }
}
