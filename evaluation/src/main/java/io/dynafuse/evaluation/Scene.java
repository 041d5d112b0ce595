package io.dynafuse.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
}
