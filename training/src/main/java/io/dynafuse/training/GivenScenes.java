package io.dynafuse.training;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.data.Words;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.Sha256;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Region;
import io.dynafuse.network.Inputs;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.random.Seeds;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The scenes of a dataset that a training takes: those to learn from, and some that are held out. All are in memory. */
public final class GivenScenes {
    private final Map<Objective, Split> splits;
    private final int leftOut;
    private final String sha256;

    private GivenScenes(Map<Objective, Split> splits, int leftOut, String sha256) {
        this.splits = new LinkedHashMap<>(splits);
        this.leftOut = leftOut;
        this.sha256 = sha256;
    }

    /** A scene and what the dataset calls it. */
    record Named(String name, SyntheticScene scene) {}

    private record Split(List<Named> training, List<Named> heldOut) {}

    /**
     * What a training asks of a dataset.
     *
     * @param learner who is to learn from it
     * @param seed from which follows what is held out
     * @param side width and height that an image must have at least, in pixels
     * @param made how many other scenes each objective has to learn from
     * @param heapBytes how much of the Java heap the images may take
     */
    public record Wanted(Learner learner, long seed, int side, int made, long heapBytes) {}

    /**
     * Reads the scenes of the objectives. Held out of each objective are a tenth, at least one and at most as many as plans {@linkplain
     * TrainingPlan#VALIDATION_SCENES say}; of these the middle is taken, {@link TrainingPlan#VALIDATION_SIDE} pixels a side where there are so many.
     *
     * @param place what messages call the dataset
     * @throws IOException if it holds too few scenes, or one that cannot be read, is too small, has no truth where the loss needs one, or whose roles
     *     are not known where their order matters; one line that names it
     */
    public static GivenScenes read(String place, Dataset dataset, Wanted wanted, SourceReading reading)
            throws IOException {
        return new Reader(place, dataset, wanted, reading).read();
    }

    /** In words that differ where the files do. */
    public String words() {
        long count = splits.values().stream()
                .mapToLong(split -> split.training().size() + split.heldOut().size())
                .sum();
        return Words.counted(count, "scene") + " of a dataset, names and files of sha256 " + sha256;
    }

    /** What is learned from and what is held out, a line for each objective. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        splits.forEach((objective, split) ->
                notes.add(Words.counted(split.training().size(), "scene") + " of "
                        + what(objective) + " to learn from; held out: "
                        + OneLine.of(Words.some(
                                split.heldOut().stream().map(Named::name).toList()))));
        if (leftOut > 0) {
            notes.add(Words.counted(leftOut, "scene") + " of other numbers of sources left out");
        }
        return notes;
    }

    /** How many scenes the objective with the most has to learn from. */
    public int most() {
        return splits.values().stream()
                .mapToInt(split -> split.training().size())
                .max()
                .orElse(0);
    }

    /** The shortest side of all images to learn from, in pixels. */
    public int shortestSide() {
        return splits.values().stream()
                .flatMap(split -> split.training().stream())
                .map(named -> named.scene().sources().get(0))
                .mapToInt(image -> Math.min(image.width(), image.height()))
                .min()
                .orElse(0);
    }

    List<Named> training(Objective objective) {
        return splits.containsKey(objective) ? splits.get(objective).training() : List.of();
    }

    List<SyntheticScene> heldOut() {
        return splits.values().stream()
                .flatMap(split -> split.heldOut().stream())
                .map(Named::scene)
                .toList();
    }

    private static String what(Objective objective) {
        return objective.task().word() + ", " + objective.sources() + " sources";
    }

    private static final class Reader {
        private final String place;
        private final Dataset dataset;
        private final Wanted wanted;
        private final SourceReading reading;
        private long bytes;

        Reader(String place, Dataset dataset, Wanted wanted, SourceReading reading) {
            this.place = place;
            this.dataset = dataset;
            this.wanted = wanted;
            this.reading = reading;
        }

        GivenScenes read() throws IOException {
            Task task = task();
            Map<Objective, List<DatasetScene>> chosen = new LinkedHashMap<>();
            for (Objective objective : wanted.learner().objectives()) {
                List<DatasetScene> fitting = objective.task() == task ? fitting(objective) : List.of();
                requireEnough(objective, fitting.size());
                if (!fitting.isEmpty()) {
                    chosen.put(objective, fitting);
                }
            }
            if (chosen.isEmpty()) {
                throw wrong("holds no scene of "
                        + what(wanted.learner().objectives().get(0)));
            }
            Map<Objective, Split> splits = new LinkedHashMap<>();
            for (Map.Entry<Objective, List<DatasetScene>> entry : chosen.entrySet()) {
                splits.put(entry.getKey(), split(entry.getKey(), entry.getValue()));
            }
            List<DatasetScene> taken =
                    chosen.values().stream().flatMap(List::stream).toList();
            return new GivenScenes(splits, dataset.scenes().size() - taken.size(), sha256(taken));
        }

        private IOException wrong(String what) {
            return new IOException(place + ": " + what);
        }

        private Task task() throws IOException {
            List<Task> learned = wanted.learner().objectives().stream()
                    .map(Objective::task)
                    .distinct()
                    .toList();
            String words = String.join(",", learned.stream().map(Task::word).toList());
            if (dataset.task().isEmpty() && learned.size() > 1) {
                throw wrong(
                        "does not say of which task its scenes are; expected a description with a task, or one task to"
                                + " learn, found " + words);
            }
            Task task = dataset.task().orElse(learned.get(0));
            if (!learned.contains(task)) {
                throw wrong("holds scenes of " + task.word() + "; expected scenes of what is learned, " + words);
            }
            return task;
        }

        private List<DatasetScene> fitting(Objective objective) {
            return dataset.scenes().stream()
                    .filter(scene -> scene.sources().size() == objective.sources())
                    .toList();
        }

        private void requireEnough(Objective objective, int found) throws IOException {
            if (found == 0 && wanted.made() > 0) {
                return;
            }
            int learnedFrom = Math.max(1, wanted.learner().leastScenes() - wanted.made());
            if (found < learnedFrom + 1) {
                throw wrong("holds " + Words.counted(found, "scene") + " of " + what(objective) + "; expected "
                        + (learnedFrom + 1) + " or more: " + learnedFrom + " to learn from"
                        + (learnedFrom > 1 ? ", as meta-train and meta-test sets share none," : "")
                        + " and 1 that is held out");
            }
        }

        private Split split(Objective objective, List<DatasetScene> scenes) throws IOException {
            List<DatasetScene> shuffled = new ArrayList<>(scenes);
            String name = "held out " + objective.task() + " " + objective.sources();
            Collections.shuffle(shuffled, new Random(Seeds.derive(wanted.seed(), name)));
            int heldOut = Math.max(1, Math.min(TrainingPlan.VALIDATION_SCENES, scenes.size() / 10));
            List<Named> held = new ArrayList<>();
            for (DatasetScene scene : shuffled.subList(0, heldOut)) {
                held.add(new Named(scene.name(), middle(read(objective, scene))));
            }
            List<Named> learned = new ArrayList<>();
            for (DatasetScene scene : shuffled.subList(heldOut, shuffled.size())) {
                SyntheticScene read = read(objective, scene);
                requireRoom(read);
                learned.add(new Named(scene.name(), read));
            }
            return new Split(List.copyOf(learned), List.copyOf(held));
        }

        private SyntheticScene read(Objective objective, DatasetScene scene) throws IOException {
            requireRoles(scene, objective.task());
            if (wanted.learner().needsTruth(objective) && scene.truth().isEmpty()) {
                throw wrong("its scene " + OneLine.of(scene.name()) + " has no ground truth, but the loss "
                        + objective.loss() + " compares with one; expected --loss "
                        + objective.task().word() + "="
                        + Objective.WITHOUT_TRUTH);
            }
            SourcePreparation preparation = reading.preparation().task(Optional.of(objective.task()));
            try {
                List<Image> images = scene.read(reading.with(preparation))
                        .stretched(preparation)
                        .images();
                for (int m = 0; m < images.size(); m++) {
                    requireUsable(scene.files().get(m), images.get(m));
                }
                Optional<Image> truth = scene.truth().isEmpty()
                        ? Optional.empty()
                        : Optional.of(ImageFiles.read(scene.truth().get(), reading.options()));
                List<String> roles =
                        scene.sources().stream().map(SourceFile::role).toList();
                return new SyntheticScene(objective.task(), roles, images, truth);
            } catch (IllegalArgumentException e) {
                throw new IOException(place + ": its scene " + OneLine.of(scene.name()) + ": " + OneLine.of(e), e);
            }
        }

        private void requireUsable(Path file, Image image) throws IOException {
            if (Math.min(image.width(), image.height()) < wanted.side()) {
                throw new IOException(file + ": is " + image.width() + "x" + image.height() + "; expected "
                        + wanted.side() + " pixels a side or more, a patch and the network's margin around it");
            }
            if (!image.isOpaque()) {
                throw new IOException(file + ": is transparent somewhere; expected an opaque image to learn from");
            }
        }

        private void requireRoles(DatasetScene scene, Task task) throws IOException {
            Inputs inputs = wanted.learner().inputs();
            List<Role> known = scene.sources().stream()
                    .flatMap(source -> source.knownRole().stream())
                    .toList();
            if (inputs.orderMatters() && inputs.places(known).isEmpty()) {
                throw wrong("its scene " + OneLine.of(scene.name()) + " has the sources "
                        + OneLine.of(String.join(
                                ", ",
                                scene.sources().stream().map(SourceFile::role).toList()))
                        + "; expected such whose names say which is which, " + inputs.roleWords(Optional.of(task)));
            }
        }

        private void requireRoom(SyntheticScene scene) throws IOException {
            bytes += scene.sources().stream().mapToLong(Image::byteSize).sum()
                    + scene.truth().map(Image::byteSize).orElse(0L);
            if (bytes > wanted.heapBytes()) {
                throw wrong("its images take more of the Java heap than the " + (wanted.heapBytes() >> 20)
                        + " MB that are there for them; expected fewer or smaller ones, or a larger heap by"
                        + " JAVA_OPTS=-Xmx…");
            }
        }

        private static SyntheticScene middle(SyntheticScene scene) {
            return new SyntheticScene(
                    scene.task(),
                    scene.roles(),
                    scene.sources().stream().map(Reader::middle).toList(),
                    scene.truth().map(Reader::middle));
        }

        private static Image middle(Image image) {
            int width = Math.min(image.width(), TrainingPlan.VALIDATION_SIDE);
            int height = Math.min(image.height(), TrainingPlan.VALIDATION_SIDE);
            Region region = new Region((image.width() - width) / 2, (image.height() - height) / 2, width, height);
            return Image.of(width, height, image.channels(), image.values(region), image.depth());
        }

        private static String sha256(List<DatasetScene> scenes) throws IOException {
            MessageDigest all = Sha256.begin();
            for (DatasetScene scene : scenes) {
                // Digests of one length each, so that names and files cannot be confused.
                add(all, scene.name());
                for (SourceFile source : scene.sources()) {
                    add(all, source.role());
                    add(all, source.file());
                }
                add(all, scene.truth().isPresent() ? "truth" : "none");
                if (scene.truth().isPresent()) {
                    add(all, scene.truth().get());
                }
            }
            return Sha256.hex(all.digest());
        }

        private static void add(MessageDigest all, String text) {
            all.update(Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8)));
        }

        private static void add(MessageDigest all, Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                all.update(Sha256.of(in));
            }
        }
    }
}
