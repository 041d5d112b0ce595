package io.dynafuse.data;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.AtomicFile.Content;
import io.dynafuse.files.OneLine;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A dataset to be written: one folder for each source, and beside them {@value #TRUTH} where the answer is known, {@value #WARM} where
 * warm things are and {@value #OBJECTS} where it is known what is in the images. The files of a scene have the same name: PNG files; TIFF, where samples are
 * floats; objects are annotations of Pascal VOC.
 *
 * @param folder that the others are in
 * @param roles the folders of the sources, in their order
 * @param options how images are written
 */
public record DatasetWriter(Path folder, List<String> roles, WriteOptions options) {
    /** The folder of ground truths. */
    public static final String TRUTH = "truth";

    /** The folder of masks that are white on warm things. */
    public static final String WARM = "warm";

    /** The folder of annotations: which objects are where. */
    public static final String OBJECTS = "objects";

    private static final List<String> TAKEN = List.of(TRUTH, WARM, OBJECTS);

    /** @throws IllegalArgumentException if a role is no name of a file, appears twice, or is that of truths, masks or annotations */
    public DatasetWriter {
        roles = List.copyOf(roles);
        roles.forEach(DatasetWriter::requireFileName);
        List<String> all = new ArrayList<>(roles);
        all.addAll(TAKEN);
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException(
                    "expected different names, none of them one of " + TAKEN + ", found " + roles);
        }
    }

    /** Images are written as {@link WriteOptions#DEFAULT} says. */
    public DatasetWriter(Path folder, List<String> roles) {
        this(folder, roles, WriteOptions.DEFAULT);
    }

    /**
     * Writes a description, so that neither the task nor the order of the sources is left to names. Images are then PNG files.
     *
     * @param name what people call the dataset: letters, digits and hyphens
     * @param comment a line that says where it comes from
     * @param withTruth whether its scenes have ground truths
     * @throws IllegalArgumentException if the name or a role has other characters
     * @throws IOException if it cannot be written
     */
    public void describe(String name, Task task, String comment, boolean withTruth) throws IOException {
        // Nothing that would have to be escaped.
        if (!Stream.concat(Stream.of(name), roles.stream()).allMatch(word -> word.matches("[A-Za-z0-9-]+"))) {
            throw new IllegalArgumentException(
                    "expected names of letters, digits and hyphens, found " + name + " and " + roles);
        }
        StringBuilder text = new StringBuilder(
                "# " + OneLine.of(comment) + "\nname: " + name + "\ntask: " + Roles.nameOf(task) + "\nsources:\n");
        roles.forEach(role -> text.append("  " + role + ": " + role + "/*.png\n"));
        if (withTruth) {
            text.append("truth: " + TRUTH + "/*.png\n");
        }
        AtomicFile.makeFolder(folder);
        AtomicFile.write(folder.resolve(Dataset.DESCRIPTION), Content.of(text.toString()));
    }

    /**
     * Writes a scene: its images appear when all of them are complete, or none does. If the process ends while they appear, some source
     * is missing, and whoever {@linkplain Dataset#read reads} the dataset leaves the scene out. Folders are made as needed, images
     * of the name replaced.
     *
     * @param name of the scene
     * @param sources in the order of the roles
     * @throws IllegalArgumentException if the scene has another number of sources, or its name is no name of a file
     * @throws IOException if an image cannot be written
     */
    public void write(String name, List<Image> sources, Optional<Image> truth) throws IOException {
        write(name, sources, truth, Optional.empty(), Optional.empty());
    }

    /** The same for a scene of which it may be known where warm things are, and which objects are where. */
    public void write(
            String name,
            List<Image> sources,
            Optional<Image> truth,
            Optional<Image> warm,
            Optional<List<LabelledObject>> objects)
            throws IOException {
        requireFileName(name);
        if (sources.size() != roles.size()) {
            throw new IllegalArgumentException(
                    "expected " + roles.size() + " sources (" + roles + "), found " + sources.size());
        }
        try (PreparedFiles files = new PreparedFiles()) {
            // First, as a scene without it would pass for one whose truth nobody knows.
            if (truth.isPresent()) {
                files.add(prepare(truth.get(), TRUTH, name));
            }
            if (warm.isPresent()) {
                files.add(prepare(warm.get(), WARM, name));
            }
            if (objects.isPresent()) {
                files.add(prepare(sources.get(0), objects.get(), name));
            }
            for (int i = 0; i < roles.size(); i++) {
                files.add(prepare(sources.get(i), roles.get(i), name));
            }
            files.commit();
        }
    }

    private AtomicFile prepare(Image image, String place, String name) throws IOException {
        AtomicFile.makeFolder(folder.resolve(place));
        String extension = image.depth() == SampleDepth.FLOAT_32 ? ".tif" : ".png";
        return ImageFiles.prepare(image, folder.resolve(place).resolve(name + extension), options);
    }

    private AtomicFile prepare(Image image, List<LabelledObject> objects, String name) throws IOException {
        AtomicFile.makeFolder(folder.resolve(OBJECTS));
        VocAnnotation annotation = new VocAnnotation(image.width(), image.height(), image.channels(), objects);
        return AtomicFile.prepare(folder.resolve(OBJECTS).resolve(name + ".xml"), Content.of(annotation.xml()));
    }

    /** Nothing that leads elsewhere, and nothing that listings of folders pass over. */
    private static void requireFileName(String name) {
        if (name.isBlank() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException(
                    "expected a name that a file can have, without a dot in front or slashes, found \"" + name + "\"");
        }
    }
}
