package io.dynafuse.evaluation.reproduction;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of one scene. */
record SceneFiles(String name, List<Path> sources) {
    SceneFiles {
        sources = List.copyOf(sources);
    }

    /**
     * Reads the sources.
     *
     * @throws IOException if one cannot be read, or they differ in size; names the file
     */
    List<Image> read(ReadLimits limits) throws IOException {
        List<Image> images = new ArrayList<>();
        for (Path file : sources) {
            Image image = ImageFiles.read(file, limits);
            images.add(image);
            requireSize(file, image, images.get(0));
        }
        return images;
    }

    private void requireSize(Path file, Image image, Image first) throws IOException {
        if (image.width() != first.width() || image.height() != first.height()) {
            throw new IOException(file + ": is " + size(image) + ", but " + sources.get(0) + " is " + size(first)
                    + "; expected images of one size");
        }
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height();
    }
}
