package io.dynafuse.truth;

import io.dynafuse.image.Image;
import java.util.List;

/**
 * A scene whose perfect fusion is known.
 *
 * @param name of the photograph it was made of
 * @param sources 2 or more
 * @param truth what a perfect fusion of the sources gives, of their size
 */
public record TruthScene(String name, List<Image> sources, Image truth) {
    /** @throws IllegalArgumentException if there are fewer than 2 sources, or one is not of the truth's size */
    public TruthScene {
        sources = List.copyOf(sources);
        if (sources.size() < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + sources.size());
        }
        for (Image source : sources) {
            if (source.width() != truth.width() || source.height() != truth.height()) {
                throw new IllegalArgumentException("expected sources of " + size(truth) + ", found " + size(source));
            }
        }
    }

    private static String size(Image image) {
        return image.width() + "x" + image.height() + " pixels";
    }
}
