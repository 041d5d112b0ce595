package io.dynafuse.evaluation.detection;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.data.FailedScene;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.annotation.DetectionFile;
import io.dynafuse.detection.annotation.ImageTruth;
import io.dynafuse.detection.score.DetectionScores;
import io.dynafuse.detection.score.ScoreProfile;
import io.dynafuse.detection.score.ScoredImage;
import io.dynafuse.evaluation.report.PictureGrid;
import io.dynafuse.evaluation.run.FileDigest;
import io.dynafuse.evaluation.run.SafeNames;
import io.dynafuse.evaluation.run.ShownFiles;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.FolderLock;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for objects in every view of every scene of a dataset, and scores what is found. Scenes that an earlier run of the same identity has
 * done are kept, if their file is whole and of the very sources and truths that are there.
 */
public final class DetectionRun {
    private static final int LONGEST_NAME = 80;

    private final DetectionRequest request;
    private final DetectionFolder folder;
    private final ShownFiles shown;
    private final String run;
    private final Map<String, SceneRecord> done = new LinkedHashMap<>();

    private DetectionRun(DetectionRequest request, DetectionFolder folder, String run) {
        this.request = request;
        this.folder = folder;
        this.shown = new ShownFiles(request.place(), folder.root());
        this.run = run;
    }

    /**
     * Does what is missing, and writes detections and pictures.
     *
     * @param before told how many scenes an earlier run has done
     * @throws IOException if the folder holds anything else than an earlier run of this identity, another process is at it, a file cannot be
     *     written, or something is not known of every scene; scenes that cannot be read or fused are in the summary instead
     * @throws InterruptedException if the calling thread is interrupted; the same request then goes on where this one was
     */
    public static Summary run(DetectionRequest request, Path output, EvaluationProgress progress)
            throws IOException, InterruptedException {
        if (request.truths().isPresent()) {
            request.truths().get().requireKnown(request.dataset().scenes());
        }
        DetectionFolder folder = new DetectionFolder(output);
        try (FolderLock lock = folder.hold()) {
            return new DetectionRun(request, folder, folder.admit(request.identity(), request.restart())).run(progress);
        }
    }

    /**
     * What a run did.
     *
     * @param views what was found in which images, in their order
     * @param failed scenes that could not be looked at; none of them counts anywhere
     * @param present how many scenes an earlier run had done
     * @param notes about the truths, each once
     */
    public record Summary(List<View> views, List<FailedScene> failed, int present, List<String> notes) {
        /** Copies the lists. */
        public Summary {
            views = List.copyOf(views);
            failed = List.copyOf(failed);
            notes = List.copyOf(notes);
        }
    }

    /**
     * What was found in one of the images of each scene.
     *
     * @param images how many there were
     * @param found how many detections, of any confidence
     * @param shown how many of those that pictures show
     * @param scores one a profile; none where nothing is known of what is there
     */
    public record View(String name, int images, int found, int shown, List<DetectionScores> scores) {
        /** Copies the list. */
        public View {
            scores = List.copyOf(scores);
        }
    }

    private Summary run(EvaluationProgress progress) throws IOException, InterruptedException {
        for (DatasetScene scene : request.restart() ? List.<DatasetScene>of() : scenes()) {
            present(scene).ifPresent(record -> done.put(scene.name(), record));
        }
        int present = done.size();
        List<FailedScene> failed = SceneLoop.over(scenes())
                .without(scene -> done.containsKey(scene.name()))
                .progress(progress)
                .run(this::look);
        List<SceneRecord> records = scenes().stream()
                .filter(scene -> done.containsKey(scene.name()))
                .map(scene -> done.get(scene.name()))
                .toList();
        List<View> views = new ArrayList<>();
        List<String> names = names(records);
        List<String> files = SafeNames.of(names, LONGEST_NAME);
        for (int i = 0; i < names.size(); i++) {
            AtomicFile.write(folder.found(files.get(i)), DetectionFile.content(entries(names.get(i))));
            views.add(view(names.get(i), records));
        }
        Set<String> notes = new LinkedHashSet<>();
        request.truths().ifPresent(truths -> notes.addAll(truths.truths().notes()));
        records.forEach(record -> notes.addAll(record.notes()));
        return new Summary(views, failed, present, List.copyOf(notes));
    }

    private List<DatasetScene> scenes() {
        return request.dataset().scenes();
    }

    private boolean isPictured(DatasetScene scene) {
        return scenes().indexOf(scene) < request.pictures();
    }

    private Optional<SceneRecord> present(DatasetScene scene) throws IOException {
        Optional<SceneRecord> record = SceneRecord.read(folder.scene(scene))
                .filter(found -> found.run().equals(run) && found.scene().equals(scene.name()));
        if (record.isEmpty() || isPictured(scene) && !Files.isRegularFile(folder.picture(scene))) {
            return Optional.empty();
        }
        try {
            boolean isOfTheseFiles = record.get().inputs().equals(inputs(scene))
                    && record.get()
                            .truth()
                            .equals(SceneRecord.Truth.of(truth(
                                            scene,
                                            record.get().width(),
                                            record.get().height())
                                    .objects()));
            return record.filter(found -> isOfTheseFiles);
        } catch (IOException e) {
            // Looking at the scene says what is wrong.
            return Optional.empty();
        }
    }

    private List<FileDigest> inputs(DatasetScene scene) throws IOException {
        List<FileDigest> digests = new ArrayList<>();
        for (Path file : scene.files()) {
            digests.add(FileDigest.of(file, shown.source(file)));
        }
        return digests;
    }

    private ImageTruth truth(DatasetScene scene, int width, int height) throws IOException {
        return request.truths().isPresent()
                ? request.truths().get().of(scene, width, height)
                : new ImageTruth(List.of(), List.of());
    }

    private void look(DatasetScene scene) throws IOException, InterruptedException {
        List<FileDigest> inputs = inputs(scene);
        Map<String, Image> views = request.views().of(scene);
        Image first = views.values().iterator().next();
        ImageTruth truth = truth(scene, first.width(), first.height());
        List<SceneRecord.View> found = new ArrayList<>();
        for (Map.Entry<String, Image> view : views.entrySet()) {
            found.add(SceneRecord.View.of(
                    view.getKey(), request.detector().detect(scene, view.getKey(), view.getValue())));
        }
        SceneRecord record = new SceneRecord(
                run,
                scene.name(),
                inputs,
                first.width(),
                first.height(),
                SceneRecord.Truth.of(truth.objects()),
                found,
                truth.notes());
        if (isPictured(scene)) {
            ImageFiles.write(picture(views, record), folder.picture(scene));
        }
        record.write(folder.scene(scene));
        done.put(scene.name(), record);
    }

    private Image picture(Map<String, Image> views, SceneRecord record) {
        PictureGrid grid = new PictureGrid(BoxPicture.LARGEST_SIDE);
        List<Image> row = new ArrayList<>();
        for (SceneRecord.View view : record.views()) {
            ScoredImage image = new ScoredImage(record.objects(), shown(view));
            row.add(
                    request.truths().isPresent()
                            ? BoxPicture.judged(views.get(view.name()), image)
                            : BoxPicture.found(views.get(view.name()), image.detections()));
        }
        grid.add(row);
        return grid.picture();
    }

    private List<Detection> shown(SceneRecord.View view) {
        return view.detections().stream()
                .filter(each -> each.confidence() >= request.shown())
                .toList();
    }

    /** The names of all views, in the order in which they first come. */
    private static List<String> names(List<SceneRecord> records) {
        Set<String> names = new LinkedHashSet<>();
        records.forEach(record -> record.views().forEach(view -> names.add(view.name())));
        return List.copyOf(names);
    }

    private View view(String name, List<SceneRecord> records) {
        List<ScoredImage> images = new ArrayList<>();
        int shownNow = 0;
        for (SceneRecord record : records) {
            for (SceneRecord.View view : record.views()) {
                if (view.name().equals(name)) {
                    images.add(new ScoredImage(record.objects(), view.detections()));
                    shownNow += shown(view).size();
                }
            }
        }
        List<DetectionScores> scores = new ArrayList<>();
        if (request.truths().isPresent()) {
            for (ScoreProfile profile : request.profiles()) {
                scores.add(DetectionScores.of(images, profile));
            }
        }
        int found = images.stream().mapToInt(image -> image.detections().size()).sum();
        return new View(name, images.size(), found, shownNow, scores);
    }

    /** What was found in a view, by the numbers that the truths have for images and classes. */
    private List<DetectionFile.Entry> entries(String name) {
        Map<String, String> categories = categories();
        List<DetectionFile.Entry> entries = new ArrayList<>();
        for (DatasetScene scene : scenes()) {
            Optional<SceneRecord> record = Optional.ofNullable(done.get(scene.name()));
            for (SceneRecord.View view : record.map(SceneRecord::views).orElse(List.of())) {
                for (Detection each : view.name().equals(name) ? view.detections() : List.<Detection>of()) {
                    entries.add(new DetectionFile.Entry(
                            scene.name() + ".png", id(scene), categories.get(each.label()), each));
                }
            }
        }
        return entries;
    }

    private String id(DatasetScene scene) {
        return request.truths()
                .map(known -> known.truths().idOf(known.nameOf(scene)))
                .orElse(scene.name());
    }

    /** Classes that the truths have no number for get the next ones, in the order of their names. */
    private Map<String, String> categories() {
        Map<String, String> categories = new LinkedHashMap<>(
                request.truths().map(SceneTruths::categories).orElse(Map.of()));
        Set<String> labels = new TreeSet<>();
        done.values()
                .forEach(record ->
                        record.views().forEach(view -> view.found().forEach(found -> labels.add(found.label()))));
        int next = 0;
        for (String label : labels) {
            while (categories.containsValue(Integer.toString(next))) {
                next++;
            }
            categories.putIfAbsent(label, Integer.toString(next));
        }
        return categories;
    }
}
