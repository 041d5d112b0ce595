package io.dynafuse.evaluation.report;

import java.nio.file.Path;
import java.util.List;

/**
 * What one variant made of a scene.
 *
 * @param method the name that the variant has in the results
 * @param fused the fused image
 * @param weights the map of weights of each source, in their order, as gray images in which white (65535 of 16 bits) is a weight of
 *     1; none for a variant that has no weights
 */
public record GalleryVariant(String method, Path fused, List<Path> weights) {
    public GalleryVariant {
        weights = List.copyOf(weights);
    }
}
