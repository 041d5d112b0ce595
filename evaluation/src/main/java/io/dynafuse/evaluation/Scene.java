package io.dynafuse.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one scene.
 *
 * @param name what its row is called
 * @param sources the images that were fused; none if nothing is compared with them
 * @param truth the image a perfect fusion would have given, where it is known
 */
public record Scene(String name, Path fused, List<Path> sources, Optional<Path> truth) {
    public Scene {
        sources = List.copyOf(sources);
    }

    /** Every file: the fused image, the sources, the truth. */
    public List<Path> files() {
        return Stream.of(Stream.of(fused), sources.stream(), truth.stream())
                .flatMap(files -> files)
                .toList();
    }
}
