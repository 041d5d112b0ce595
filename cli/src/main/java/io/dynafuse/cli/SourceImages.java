package io.dynafuse.cli;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
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

    static SourceImages read(List<Path> files, ReadOptions reading) throws IOException {
        long start = System.nanoTime();
        List<Image> images = ImageFiles.readRegistered(files, reading);
        return new SourceImages(files, images, Duration.ofNanos(System.nanoTime() - start));
    }

    /** What the files hold that is not used, each line with its file. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (int m = 0; m < files.size(); m++) {
            for (String note : images.get(m).notes()) {
                notes.add(files.get(m) + ": " + note);
            }
        }
        return notes;
    }

    /** The depth of the deepest image. */
    SampleDepth deepest() {
        return images.stream().map(Image::depth).max(Comparator.naturalOrder()).orElseThrow();
    }
}
