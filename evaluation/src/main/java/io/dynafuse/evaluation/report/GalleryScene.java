package io.dynafuse.evaluation.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of one scene.
 *
 * @param scene its name in the results
 * @param truth the image a perfect fusion would have given, where it is known
 * @param variants what became of it, at most one a method; those that failed are left out, and the report says why they failed if the
 *     results do
 */
public record GalleryScene(
        String scene, List<GallerySource> sources, Optional<Path> truth, List<GalleryVariant> variants) {
    /** @throws IllegalArgumentException if a variant has weights, but not one map a source */
    public GalleryScene {
        sources = List.copyOf(sources);
        variants = List.copyOf(variants);
        for (GalleryVariant variant : variants) {
            int maps = variant.weights().size();
            if (maps != 0 && maps != sources.size()) {
                throw new IllegalArgumentException("expected " + sources.size() + " maps of fusion weights of "
                        + variant.method() + ", one a source, found " + maps);
            }
        }
    }
}
