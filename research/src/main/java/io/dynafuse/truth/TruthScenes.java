package io.dynafuse.truth;

import io.dynafuse.image.Image;
import java.util.List;

/** A way to make scenes with a known answer of photographs. */
public sealed interface TruthScenes permits FocusScenes, ExposureScenes {
    /** What the sources of a scene are called, in their order; names of folders that hold them. */
    List<String> sourceNames();

    /**
     * The scene of a photograph, which is its truth. Sources have the photograph's size, channels, depth and metadata.
     *
     * @param name the photograph's, from which and the seed all that is random follows
     * @param seed the study's
     */
    Scene scene(String name, Image photograph, long seed);

    /**
     * A scene whose perfect fusion is known.
     *
     * @param name of the photograph it was made of
     * @param sources 2 or more
     * @param truth what a perfect fusion of the sources gives, of their size
     */
    public record Scene(String name, List<Image> sources, Image truth) {
        /** @throws IllegalArgumentException if there are fewer than 2 sources, or one is not of the truth's size */
        public Scene {
            sources = List.copyOf(sources);
            if (sources.size() < 2) {
                throw new IllegalArgumentException("expected 2 or more sources, found " + sources.size());
            }
            for (Image source : sources) {
                if (source.width() != truth.width() || source.height() != truth.height()) {
                    throw new IllegalArgumentException(
                            "expected sources of " + size(truth) + ", found " + size(source));
                }
            }
        }

        private static String size(Image image) {
            return image.width() + "x" + image.height() + " pixels";
        }
    }
}
