package io.dynafuse.cli;

import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.evaluation.dataset.SourceFile;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.SourcePreparation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The images to fuse, all of one size.
 *
 * @param readTime what reading and preparing them took
 */
record SourceImages(List<Path> files, List<PreparedSource> sources, Duration readTime) {
    /** The images of files, brought to one size. */
    static SourceImages read(List<Path> files, ReadOptions reading, SourcePreparation preparation) throws IOException {
        return readSources(files.stream().map(file -> new SourceFile("", file)).toList(), reading, preparation);
    }

    /** The images of a scene, brought to one size. */
    static SourceImages read(DatasetScene scene, ReadOptions reading, SourcePreparation preparation)
            throws IOException {
        return readSources(scene.sources(), reading, preparation);
    }

    private static SourceImages readSources(List<SourceFile> files, ReadOptions reading, SourcePreparation preparation)
            throws IOException {
        long start = System.nanoTime();
        List<PreparedSource> sources = new ArrayList<>();
        for (SourceFile source : files) {
            Image image = ImageFiles.read(source.file(), reading);
            ImageFiles.requireData(source.file(), image);
            sources.add(PreparedSource.of(source.file().toString(), image).infrared(source.isInfrared()));
        }
        return new SourceImages(
                files.stream().map(SourceFile::file).toList(), preparation.resized(sources), since(start));
    }

    /** The same with narrow ranges spread as far as they are to be. */
    SourceImages stretched(SourcePreparation preparation) {
        long start = System.nanoTime();
        return new SourceImages(files, preparation.stretched(sources), readTime.plus(since(start)));
    }

    List<Image> images() {
        return PreparedSource.images(sources);
    }

    /** What the files hold that is not used, and what became of the images, each line with its file. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (int m = 0; m < files.size(); m++) {
            for (String note : sources.get(m).image().notes()) {
                notes.add(files.get(m) + ": " + note);
            }
        }
        sources.forEach(source -> notes.addAll(source.notes()));
        return notes;
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
