package io.dynafuse.metrics;

import java.util.List;
import java.util.Optional;

/**
 * What is measured: the images of one scene and the one that was fused from them.
 *
 * @param fused the fused image
 * @param sources the images it was made from, in their order; none if only metrics that need none are asked for
 * @param truth the image a perfect fusion would have given, where it is known
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
