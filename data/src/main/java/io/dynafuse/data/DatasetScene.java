package io.dynafuse.data;

import io.dynafuse.preparation.SourceImages;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourceReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one scene; whether they can be read is not known yet.
 *
 * @param name unique in its dataset, whatever the case of its letters, and fit to be the name of a file
 * @param sources two or more of different roles, in the order in which they are fused
 * @param truth the image a perfect fusion would give, where it is known
 */
public record DatasetScene(String name, List<SourceFile> sources, Optional<Path> truth) {
    /**
     * @throws IllegalArgumentException if the name cannot be that of a file, there are fewer than two sources, or two have one
     *     role
     */
    public DatasetScene {
        sources = List.copyOf(sources);
        if (!SceneNames.isSafe(name)) {
            throw new IllegalArgumentException("expected " + SceneNames.EXPECTED + ", found " + name);
        }
        if (sources.size() < 2) {
            throw new IllegalArgumentException(name + ": expected 2 or more sources, found " + sources.size());
        }
        if (sources.stream().map(SourceFile::role).distinct().count() < sources.size()) {
            throw new IllegalArgumentException(name + ": expected sources of different roles");
        }
    }

    /** The files of the sources, in their order. */
    public List<Path> files() {
        return sources.stream().map(SourceFile::file).toList();
    }

    /**
     * Reads the sources, in the roles that they have by name; see {@link SourceReading#read}.
     *
     * @throws IOException if one cannot be read or shows nothing
     * @throws IllegalArgumentException if they cannot be brought to one size
     */
    public SourceImages read(SourceReading reading) throws IOException {
        return reading.read(
                SourcePage.of(files(), reading.options()),
                sources.stream().map(SourceFile::knownRole).toList());
    }

    /** The files of the sources, in their order, and that of the truth if it is known. */
    public List<Path> allFiles() {
        return Stream.concat(files().stream(), truth.stream()).toList();
    }
}
