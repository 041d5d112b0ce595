package io.dynafuse.evaluation;

import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the images of a scene and measures it. May be shared by threads.
 *
 * @param limits how large the images may be
 */
public record SceneEvaluation(List<Measure> measures, ReadLimits limits) {
    public SceneEvaluation {
        measures = List.copyOf(measures);
    }

    /** Measures the scene; whatever goes wrong with it is in the outcome. */
    public Outcome evaluate(Scene scene) {
        try {
            return measured(scene);
        } catch (IOException | RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Outcome.Failed(scene, OneLine.of(message));
        } catch (OutOfMemoryError e) {
            return new Outcome.Failed(
                    scene,
                    scene.fused() + ": needs more memory than there is; expected smaller images, fewer --threads or a"
                            + " larger Java heap by JAVA_OPTS=-Xmx8g");
        }
    }

    private Outcome measured(Scene scene) throws IOException {
        List<Path> files = new ArrayList<>(List.of(scene.fused()));
        files.addAll(scene.sources());
        scene.truth().ifPresent(files::add);
        Map<SampleScale, List<Path>> scales = new EnumMap<>(SampleScale.class);
        List<Picture> pictures = new ArrayList<>();
        for (Path file : files) {
            Image image = ImageFiles.read(file, limits);
            Picture picture = Pictures.of(image);
            pictures.add(picture);
            requireSize(file, picture, scene.fused(), pictures.get(0));
            scales.computeIfAbsent(SampleScale.of(image.depth()), scale -> new ArrayList<>())
                    .add(file);
        }
        Picture fused = pictures.get(0);
        return new Outcome.Measured(
                scene,
                fused.width(),
                fused.height(),
                List.copyOf(scales.keySet()),
                words(scales),
                scores(scene, pictures));
    }

    private List<Score> scores(Scene scene, List<Picture> pictures) {
        int sources = scene.sources().size();
        Optional<Picture> truth = scene.truth().map(file -> pictures.get(1 + sources));
        Evaluation evaluation =
                new Evaluation(new FusedScene(pictures.get(0), pictures.subList(1, 1 + sources), truth));
        return measures.stream()
                .map(measure -> score(scene, evaluation, measure))
                .toList();
    }

    /** A metric throws only by a fault of its own, which must be told from that of a file. */
    private static Score score(Scene scene, Evaluation evaluation, Measure measure) {
        try {
            return evaluation.score(measure.metric(), measure.profile());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    scene.fused() + ": the metric " + measure.label() + " failed, which is a fault in it (" + e + ")",
                    e);
        }
    }

    private static void requireSize(Path file, Picture picture, Path fusedFile, Picture fused) throws IOException {
        if (picture.width() != fused.width() || picture.height() != fused.height()) {
            throw new IOException(file + ": is " + size(picture) + ", but " + fusedFile + " is " + size(fused)
                    + "; expected images of one size");
        }
    }

    private static String size(Picture picture) {
        return picture.width() + "x" + picture.height();
    }

    private static String words(Map<SampleScale, List<Path>> scales) {
        if (scales.size() == 1) {
            return scales.keySet().iterator().next().words();
        }
        return scales.entrySet().stream()
                .map(scale -> scale.getKey().words() + " in "
                        + scale.getValue().stream().map(Path::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }
}
