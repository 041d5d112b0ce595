package io.dynafuse.evaluation;

import io.dynafuse.data.SceneLoop;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageException;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.Region;
import io.dynafuse.image.Resampling;
import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Picture;
import io.dynafuse.metrics.Score;
import io.dynafuse.preparation.Resize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the images of a scene and measures it. May be shared by threads.
 *
 * @param reading how the images are read
 * @param resampling whether sources of other sizes are measured in that of the fused image, resampled to it
 * @param opaqueOnly whether to measure within the largest rectangle in which every image of the scene has data; all pixels count as they
 *     are stored otherwise
 */
public record SceneEvaluation(List<Measure> measures, ReadOptions reading, boolean resampling, boolean opaqueOnly) {
    /** The reason of a score that was lost to memory, which is no property of the image. */
    public static final String OUT_OF_MEMORY = SceneLoop.OUT_OF_MEMORY;

    private static final String COUNTED = "transparent pixels count with the samples stored there; `dynafuse metrics"
            + " --opaque-only` measures within the largest rectangle without them";

    public SceneEvaluation {
        measures = List.copyOf(measures);
    }

    /** Of sources of the fused image's size only, all pixels. */
    public SceneEvaluation(List<Measure> measures, ReadOptions reading) {
        this(measures, reading, false, false);
    }

    /**
     * Measures the scene; whatever goes wrong with it is in the outcome.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public Outcome evaluate(Scene scene) throws InterruptedException {
        return evaluate(scene, HeapBudget.whole());
    }

    /**
     * Measures the scene when the heap has room for it; whatever goes wrong with it is in the outcome.
     *
     * @param heap shared with whatever is measured at the same time
     * @throws InterruptedException if the thread is interrupted
     */
    public Outcome evaluate(Scene scene, HeapBudget heap) throws InterruptedException {
        return evaluate(scene, heap, () -> {});
    }

    /**
     * Measures the scene when the heap has room for it.
     *
     * @param scored run after each measure; what it throws is thrown on
     */
    Outcome evaluate(Scene scene, HeapBudget heap, Runnable scored) throws InterruptedException {
        try (HeapBudget.Share share = heap.enter()) {
            Images images = new Images(scene, share);
            try {
                List<Path> files = scene.files();
                images.read(files.get(0));
                share.take(images.pixels(), files.size(), images.colour());
                for (Path file : files.subList(1, files.size())) {
                    images.read(file);
                }
                images.cut();
            } catch (IOException e) {
                return failed(scene, e.getMessage(), e);
            }
            return scored(images, share, scored);
        } catch (OutOfMemoryError e) {
            return failed(scene, scene.fused() + ": " + OUT_OF_MEMORY, e);
        }
    }

    private Outcome scored(Images images, HeapBudget.Share share, Runnable scored) throws InterruptedException {
        Scene scene = images.scene;
        FusedScene pictures = images.fusedScene();
        Evaluation evaluation = new Evaluation(pictures);
        List<Score> scores = new ArrayList<>();
        for (Measure measure : measures) {
            try {
                Optional<Score> score = score(evaluation, measure);
                if (score.isEmpty()) {
                    // Once the scenes beside it have ended there may be room.
                    share.takeAll();
                    evaluation = new Evaluation(pictures);
                    score = score(evaluation, measure);
                }
                scores.add(score.orElseGet(() -> Score.undefined(OUT_OF_MEMORY)));
            } catch (RuntimeException e) {
                // A metric throws only by a fault of its own, which must be told from that of a file.
                return failed(
                        scene,
                        scene.fused() + ": the metric " + measure.label() + " failed, which is a fault in it (" + e
                                + ")",
                        e);
            }
            scored.run();
        }
        return new Outcome.Measured(
                scene,
                pictures.fused().width(),
                pictures.fused().height(),
                List.copyOf(images.scales.keySet()),
                images.words(),
                scores,
                images.notes());
    }

    /** The score; nothing if memory ran out. */
    private static Optional<Score> score(Evaluation evaluation, Measure measure) {
        try {
            return Optional.of(evaluation.score(measure.metric(), measure.profile()));
        } catch (OutOfMemoryError e) {
            return Optional.empty();
        }
    }

    private static Outcome failed(Scene scene, String reason, Throwable cause) {
        return new Outcome.Failed(scene, OneLine.of(reason), Optional.of(cause));
    }

    /** The images of a scene, as far as they have been read. */
    private final class Images {
        private final Scene scene;
        private final HeapBudget.Share share;
        private final Map<SampleScale, List<Path>> scales = new EnumMap<>(SampleScale.class);
        private final List<Picture> pictures = new ArrayList<>();
        private final Set<Path> resampled = new LinkedHashSet<>();
        private final Set<String> unused = new LinkedHashSet<>();
        private Optional<DataMask> data = Optional.empty();
        private String rectangle = "";

        Images(Scene scene, HeapBudget.Share share) {
            this.scene = scene;
            this.share = share;
        }

        long pixels() {
            return (long) pictures.get(0).width() * pictures.get(0).height();
        }

        boolean colour() {
            return !pictures.get(0).isGray();
        }

        void read(Path file) throws IOException, InterruptedException {
            try {
                readOnce(file);
            } catch (ImageException e) {
                if (!(e.getCause() instanceof OutOfMemoryError)) {
                    throw e;
                }
                // Once the scenes beside it have ended there may be room.
                share.takeAll();
                readOnce(file);
            }
        }

        private void readOnce(Path file) throws IOException {
            try {
                Image stored = ImageFiles.read(file, reading);
                stored.contentNotes().forEach(note -> unused.add(file + ": " + note));
                Image image = ofOneSize(file, stored);
                Picture picture = Pictures.of(image);
                pictures.add(picture);
                requireSize(file, picture);
                if (!image.isOpaque()) {
                    DataMask of = DataMask.of(image);
                    data = Optional.of(data.map(of::and).orElse(of));
                }
                scales.computeIfAbsent(SampleScale.of(image.depth()), scale -> new ArrayList<>())
                        .add(file);
            } catch (RuntimeException e) {
                throw new IOException(file + ": could not be read (" + e + ")", e);
            }
        }

        /** A source resampled to the size of the fused image, where that is wanted and the aspect ratio allows it; any other as it is. */
        private Image ofOneSize(Path file, Image image) {
            if (!resampling || !isSource(pictures.size())) {
                return image;
            }
            Picture fused = pictures.get(0);
            Image fitting = Resize.isOfOneRatio(image.width(), image.height(), fused.width(), fused.height())
                    ? Resampling.to(image, fused.width(), fused.height())
                    : image;
            if (fitting != image) {
                resampled.add(file);
            }
            return fitting;
        }

        List<String> notes() {
            List<String> notes = new ArrayList<>(unused);
            if (data.isPresent()) {
                notes.add(opaqueOnly ? scene.fused() + ": measured" + rectangle : COUNTED);
            }
            return notes;
        }

        /** Leaves out what is transparent, if that is asked for. */
        void cut() throws IOException {
            if (!opaqueOnly || data.isEmpty()) {
                return;
            }
            Region region = data.get()
                    .largestRectangle()
                    .orElseThrow(() -> new IOException(scene.fused()
                            + ": at no pixel do all images of its scene have data; expected images that meet"));
            pictures.replaceAll(picture -> Pictures.cut(picture, region));
            rectangle = " within the " + region.width() + "x" + region.height() + " pixels from column " + region.x()
                    + " of row " + region.y() + " on, where all have data";
        }

        FusedScene fusedScene() {
            int sources = scene.sources().size();
            return new FusedScene(
                    pictures.get(0),
                    pictures.subList(1, 1 + sources),
                    scene.truth().map(file -> pictures.get(1 + sources)));
        }

        private void requireSize(Path file, Picture picture) throws IOException {
            Picture fused = pictures.get(0);
            if (picture.width() != fused.width() || picture.height() != fused.height()) {
                throw new IOException(file + ": is " + size(picture) + ", but " + scene.fused() + " is " + size(fused)
                        + "; expected images of one size"
                        + (isSource(pictures.size() - 1) && isOfOneRatio(picture, fused)
                                ? ", or --resize for the sources"
                                : ""));
            }
        }

        private boolean isSource(int place) {
            return place > 0 && place <= scene.sources().size();
        }

        private static boolean isOfOneRatio(Picture picture, Picture other) {
            return Resize.isOfOneRatio(picture.width(), picture.height(), other.width(), other.height());
        }

        private static String size(Picture picture) {
            return picture.width() + "x" + picture.height();
        }

        String words() {
            return scaleWords()
                    + rectangle
                    + (resampled.isEmpty()
                            ? ""
                            : "; resampled to the size of the fused image: "
                                    + resampled.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }

        private String scaleWords() {
            if (scales.size() == 1) {
                return scales.keySet().iterator().next().words();
            }
            return scales.entrySet().stream()
                    .map(scale -> scale.getKey().words() + " in "
                            + scale.getValue().stream().map(Path::toString).collect(Collectors.joining(", ")))
                    .collect(Collectors.joining("; "));
        }
    }
}
