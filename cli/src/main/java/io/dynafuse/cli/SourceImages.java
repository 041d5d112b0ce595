package io.dynafuse.cli;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.SourcePreparation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The images to fuse, all of one size.
 *
 * @param readTime what reading and preparing them took
 */
record SourceImages(List<SourcePage> files, List<PreparedSource> sources, Duration readTime) {
    /**
     * The images of files, brought to one size. They are decoded once their headers have told that they can be brought there and fit into
     * the memory.
     *
     * @throws IllegalArgumentException if they cannot be brought to one size
     * @throws io.dynafuse.fusion.InsufficientMemoryException if they cannot fit
     */
    static SourceImages read(List<SourcePage> files, SourceReading reading) throws IOException {
        return read(files, files.stream().map(file -> false).toList(), reading);
    }

    /** The images of a scene, as {@link #read(List, SourceReading)} reads them. */
    static SourceImages read(DatasetScene scene, SourceReading reading) throws IOException {
        return read(
                SourcePage.of(scene.files(), reading.options()),
                scene.sources().stream().map(SourceFile::isInfrared).toList(),
                reading);
    }

    private static SourceImages read(List<SourcePage> files, List<Boolean> infrared, SourceReading reading)
            throws IOException {
        long start = System.nanoTime();
        List<ImageHeader> headers = new ArrayList<>();
        for (SourcePage file : files) {
            headers.add(file.header(reading.options()));
        }
        reading.preparation()
                .requireResizable(files.stream().map(SourcePage::toString).toList(), headers);
        reading.memory().requireImages(headers);
        List<PreparedSource> sources = new ArrayList<>();
        for (int m = 0; m < files.size(); m++) {
            Image image = files.get(m).read(reading.options());
            ImageFiles.requireData(files.get(m).file(), image);
            sources.add(PreparedSource.of(files.get(m).toString(), image).infrared(infrared.get(m)));
        }
        return new SourceImages(files, reading.preparation().resized(sources), since(start));
    }

    /** The same with narrow ranges spread as far as they are to be. */
    SourceImages stretched(SourcePreparation preparation) {
        long start = System.nanoTime();
        return new SourceImages(files, preparation.stretched(sources), readTime.plus(since(start)));
    }

    List<Image> images() {
        return PreparedSource.images(sources);
    }

    /** What the files hold that is not used, once for all pages of one, and what became of the images, each line with its file. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (int m = 0; m < files.size(); m++) {
            for (String note : sources.get(m).image().notes()) {
                notes.add(files.get(m).file() + ": " + note);
            }
        }
        sources.forEach(source -> notes.addAll(source.notes()));
        return notes.stream().distinct().toList();
    }

    /** The depth of the deepest image. */
    SampleDepth deepest() {
        return images().stream()
                .map(Image::depth)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
