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
    TruthScene scene(String name, Image photograph, long seed);
}
