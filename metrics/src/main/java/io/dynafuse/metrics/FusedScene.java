package io.dynafuse.metrics;

import java.util.List;
import java.util.Optional;

/**
 * The images to measure: the sources of one scene and the image that was fused from them.
 *
 * @param fused the fused image
 * @param sources the images it was made from, in their order; may be empty for metrics without sources
 * @param truth the result of a perfect fusion, if it is known
 */
public record FusedScene(Picture fused, List<Picture> sources, Optional<Picture> truth) {
    /** @throws IllegalArgumentException if the images differ in size */
    public FusedScene {
        sources = List.copyOf(sources);
        for (int i = 0; i < sources.size(); i++) {
            requireEqualSize(fused, sources.get(i), "source " + (i + 1));
        }
        if (truth.isPresent()) {
            requireEqualSize(fused, truth.get(), "ground truth");
        }
    }

    /** A scene without ground truth. */
    public static FusedScene of(Picture fused, Picture... sources) {
        return new FusedScene(fused, List.of(sources), Optional.empty());
    }

    /** The same scene with a ground truth. */
    public FusedScene withTruth(Picture truth) {
        return new FusedScene(fused, sources, Optional.of(truth));
    }

    private static void requireEqualSize(Picture fused, Picture other, String name) {
        if (other.width() != fused.width() || other.height() != fused.height()) {
            throw new IllegalArgumentException("expected images of equal size, found a fused image of " + fused.width()
                    + "x" + fused.height() + " and a " + name + " of " + other.width() + "x" + other.height());
        }
    }
}
