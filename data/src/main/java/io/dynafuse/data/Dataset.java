package io.dynafuse.data;

import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.task.Task;
import io.dynafuse.task.TaskChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The scenes of a folder in one of the layouts that the field uses, or of a description.
 *
 * <p>The layouts, detected by names: scenes in one folder, their sources told apart by suffixes ({@code 11-mri.png}, {@code 11-ct.png}); a
 * folder a source, equal names making a scene ({@code visible/001.png}, {@code infrared/001.png}) where the folders are of one subset
 * ({@code Test_ir} and {@code Test_vi}, {@code train/vi} and {@code train/ir}); a folder a scene ({@code house/under.png}, {@code
 * house/over.png}). Ground truths lie in a folder called {@code gt}, {@code truth}, {@code ground-truth}, {@code full-clear} or {@code
 * reference}, or have such a suffix, and look like a source; labels and masks are none. A folder that holds a {@code dataset.yaml} is what
 * that says, truths included; see {@link DatasetDescription}.
 *
 * @param name what people call it
 * @param task as described, or as the names of the sources leave no doubt of
 * @param scenes one or more, in natural order of their names
 * @param notes what people should know, a line each: the layout taken, what was left out and why; as many as there are files
 */
public record Dataset(String name, Optional<Task> task, List<DatasetScene> scenes, List<String> notes) {
    /** The description that a folder may hold; {@code .yml} is as good. */
    static final String DESCRIPTION = "dataset.yaml";

    static final String OTHER_DESCRIPTION = "dataset.yml";

    public Dataset {
        scenes = List.copyOf(scenes);
        notes = List.copyOf(notes);
    }

    /**
     * Finds the scenes, by names. Images are opened only to see whether those that are called ground truths look like it: those of at most
     * five scenes, and none if there are no truths or a description declares them.
     *
     * @param folderOrYaml a folder, or a description whose name ends in {@code .yaml} or {@code .yml}
     * @throws IOException if there is nothing of that name, it cannot be read, the description is wrong, no scene is found, several readings
     *     fit, or what is called a truth does not look like one
     */
    public static Dataset read(Path folderOrYaml) throws IOException {
        if (isDescription(folderOrYaml) && !Files.isDirectory(folderOrYaml)) {
            return DatasetDescription.read(folderOrYaml);
        }
        Path description = folderOrYaml.resolve(DESCRIPTION);
        Path other = folderOrYaml.resolve(OTHER_DESCRIPTION);
        if (Files.exists(description) && Files.exists(other) && !Files.isSameFile(description, other)) {
            throw new IOException(
                    folderOrYaml + ": holds " + DESCRIPTION + " and " + OTHER_DESCRIPTION + "; expected one of them");
        }
        if (Files.exists(description) || Files.exists(other)) {
            return DatasetDescription.read(Files.exists(description) ? description : other);
        }
        FoundLayout found = FolderLayout.of(folderOrYaml);
        TruthCheck.require(found.scenes());
        return of(nameOf(folderOrYaml), Optional.empty(), found);
    }

    /**
     * Pairs the images of folders by equal names; where there are none, by the names without the word that all images of a folder have. This
     * settles what {@link #read} finds several readings for. No image is opened.
     *
     * @param folders two or more, one a source; or quoted patterns as {@link ImageFolder#read} takes them
     * @throws IOException if a folder cannot be listed, holds no image, or no name is common to all
     */
    public static Dataset ofFolders(List<Path> folders) throws IOException {
        if (folders.size() < 2) {
            throw new IllegalArgumentException("expected 2 or more folders, found " + folders.size());
        }
        List<String> roles = FolderRoles.of(folders);
        List<SourceFolder> sources = new ArrayList<>();
        for (int m = 0; m < folders.size(); m++) {
            sources.add(new SourceFolder(
                    roles.get(m), ImageFolder.read(folders.get(m).toString())));
        }
        FoundLayout found = SiblingLayout.of(sources, Truths.NONE);
        if (!found.hasScenes()) {
            throw new IOException(SiblingLayout.nothingInCommon(sources));
        }
        return of(String.join(" + ", roles), Optional.empty(), found);
    }

    /**
     * The dataset of its first scenes only, with a first note that says so.
     *
     * @param most how many; all of them are kept if there are no more
     * @throws IllegalArgumentException if that is less than 1
     */
    public Dataset first(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("expected 1 scene or more, found " + most);
        }
        if (most >= scenes.size()) {
            return this;
        }
        List<String> more = new ArrayList<>(notes);
        more.add(0, "only the first " + most + " of " + scenes.size() + " scenes");
        return new Dataset(name, task, scenes.subList(0, most), more);
    }

    /** The task that somebody gave, otherwise that of the dataset, if it has one. */
    public TaskChoice knownTask(Optional<Task> given) {
        return TaskChoice.known(given.or(() -> task), mostSources());
    }

    /** The same; if there is none, a guess from the first scene that can be read. */
    public TaskChoice chooseTask(Optional<Task> given, SourceReading reading) {
        TaskChoice known = knownTask(given);
        return known.task().isPresent() ? known : guessedTask(reading).orElse(known);
    }

    private Optional<TaskChoice> guessedTask(SourceReading reading) {
        for (DatasetScene scene : scenes) {
            try {
                List<Image> images = scene.read(reading).images();
                return Optional.of(TaskChoice.guessed(images, mostSources(), " from " + OneLine.of(scene.name())));
            } catch (IOException | RuntimeException e) {
                // The work on this scene reports it.
                continue;
            }
        }
        return Optional.empty();
    }

    private int mostSources() {
        return scenes.stream().mapToInt(scene -> scene.sources().size()).max().orElseThrow();
    }

    /** Whether a name is that of a description. */
    public static boolean isDescription(Path file) {
        String name = FolderContent.name(file).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** @param described what a description says of the task */
    static Dataset of(String name, Optional<Task> described, FoundLayout found) {
        List<String> leftOut = new ArrayList<>();
        List<DatasetScene> scenes = SceneNames.named(found.scenes(), leftOut);
        leftOut.addAll(found.leftOut());
        Optional<Task> guessed = described.isPresent() ? Optional.empty() : Roles.task(found.scenes());
        List<String> notes = new ArrayList<>(List.of(OneLine.of("layout: " + found.layout() + truths(scenes))));
        guessed.ifPresent(task -> notes.add("task: " + Roles.nameOf(task) + ", as the names of the sources say"));
        leftOut.forEach(line -> notes.add(OneLine.of(line)));
        return new Dataset(name, described.or(() -> guessed), scenes, notes);
    }

    static String nameOf(Path folder) {
        return new Place(folder.toString()).lastPart();
    }

    private static String truths(List<DatasetScene> scenes) {
        long known = scenes.stream().filter(scene -> scene.truth().isPresent()).count();
        return known == 0 ? "" : "; ground truths of " + known + " of " + scenes.size() + " scenes";
    }
}
