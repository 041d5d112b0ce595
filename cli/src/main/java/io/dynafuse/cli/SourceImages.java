package io.dynafuse.cli;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The images to fuse, all of one size.
 *
 * @param readTime what reading them took
 */
record SourceImages(List<Path> files, List<Image> images, Duration readTime) {

    static SourceImages read(List<Path> files, ReadLimits limits) throws IOException {
        long start = System.nanoTime();
        List<Image> images = new ArrayList<>();
        for (Path file : files) {
            Image image = ImageFiles.read(file, limits);
            images.add(image);
            requireSize(file, image, files.get(0), images.get(0));
        }
        return new SourceImages(files, images, Duration.ofNanos(System.nanoTime() - start));
    }

    /** The depth of the deepest image. */
    SampleDepth deepest() {
        return images.stream().map(Image::depth).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static void requireSize(Path file, Image image, Path firstFile, Image first) throws IOException {
        if (image.width() != first.width() || image.height() != first.height()) {
            throw new IOException(file + ": is " + size(image) + ", but " + firstFile + " is " + size(first)
                    + "; expected registered images of one size");
        }
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height();
    }
}
