package io.dynafuse.preparation;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The images to fuse, all of one size, as a {@link SourceReading} reads them.
 *
 * @param readTime the time for reading and preparing them
 */
public record SourceImages(List<SourcePage> files, List<PreparedSource> sources, Duration readTime) {
    /** The same images, stretched as the options say. */
    public SourceImages stretched(SourcePreparation preparation) {
        long start = System.nanoTime();
        List<PreparedSource> stretched = preparation.stretched(sources);
        return new SourceImages(files, stretched, readTime.plusNanos(System.nanoTime() - start));
    }

    public List<Image> images() {
        return PreparedSource.images(sources);
    }

    /** What each image is to the scene, as far as it is known. */
    public List<Optional<Role>> roles() {
        return sources.stream().map(PreparedSource::role).toList();
    }

    /** What each image is to its scene where that is known of all of them; none otherwise. */
    public List<Role> allRoles() {
        return PreparedSource.allRoles(sources);
    }

    /** The same in other roles, one for each image. */
    public SourceImages inRoles(List<Optional<Role>> roles) {
        return new SourceImages(
                files,
                IntStream.range(0, sources.size())
                        .mapToObj(m -> sources.get(m).role(roles.get(m)))
                        .toList(),
                readTime);
    }

    /**
     * The same under other names, which notes and reports then call them by, such as those that a client gave.
     *
     * @param names of the files, one for each image
     */
    public SourceImages named(List<Path> names) {
        List<SourcePage> named = IntStream.range(0, files.size())
                .mapToObj(m -> new SourcePage(names.get(m), files.get(m).page()))
                .toList();
        return new SourceImages(
                named,
                IntStream.range(0, sources.size())
                        .mapToObj(m -> sources.get(m).named(named.get(m).toString()))
                        .toList(),
                readTime);
    }

    /** Notes on unused content of the files, once for all pages of a file, and on changes to the images; each line names its file. */
    public List<String> notes() {
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
    public SampleDepth deepest() {
        return images().stream()
                .map(Image::depth)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
