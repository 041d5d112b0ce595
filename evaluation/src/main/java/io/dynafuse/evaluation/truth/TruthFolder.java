package io.dynafuse.evaluation.truth;

import io.dynafuse.files.PreparedFiles;
import io.dynafuse.files.WholeFile;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenes with a known answer as a data set on disk: one folder for each source, and {@value #TRUTH} beside them, in which the images of
 * a scene have the same name. They are PNG files; TIFF, where samples are floats.
 *
 * @param folder that the others are in
 * @param sourceNames the folders of the sources, in their order
 */
public record TruthFolder(Path folder, List<String> sourceNames) {
    /** The folder of the photographs as they were. */
    public static final String TRUTH = "truth";

    /** @throws IllegalArgumentException if a source's name is no name of a file, appears twice, or is that of the truth */
    public TruthFolder {
        sourceNames = List.copyOf(sourceNames);
        sourceNames.forEach(TruthFolder::requireFileName);
        List<String> all = new ArrayList<>(sourceNames);
        all.add(TRUTH);
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException(
                    "expected different names, none of them " + TRUTH + ", found " + sourceNames);
        }
    }

    /**
     * Writes a scene: its images appear when all of them are complete, or none does. Folders are made as needed, images of the name
     * replaced.
     *
     * @throws IllegalArgumentException if the scene has another number of sources, or its name is no name of a file
     * @throws IOException if an image cannot be written
     */
    public void write(TruthScene scene) throws IOException {
        requireFileName(scene.name());
        if (scene.sources().size() != sourceNames.size()) {
            throw new IllegalArgumentException("expected " + sourceNames.size() + " sources (" + sourceNames
                    + "), found " + scene.sources().size());
        }
        try (PreparedFiles files = new PreparedFiles()) {
            for (int i = 0; i < sourceNames.size(); i++) {
                files.add(prepare(scene.sources().get(i), sourceNames.get(i), scene.name()));
            }
            files.add(prepare(scene.truth(), TRUTH, scene.name()));
            files.commit();
        }
    }

    private WholeFile prepare(Image image, String place, String name) throws IOException {
        WholeFile.makeFolder(folder.resolve(place));
        String extension = image.depth() == SampleDepth.FLOAT_32 ? ".tif" : ".png";
        return ImageFiles.prepare(image, folder.resolve(place).resolve(name + extension));
    }

    /** Nothing that leads elsewhere, and nothing that listings of folders pass over. */
    private static void requireFileName(String name) {
        if (name.isBlank() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException(
                    "expected a name that a file can have, without a dot in front or slashes, found \"" + name + "\"");
        }
    }
}
