package io.dynafuse.evaluation.report;

import io.dynafuse.image.ReadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of a report.
 *
 * @param scenes all there are, in their order; no picture is read before the report is written
 * @param most how many of them the report shows, the first ones; it says how many it leaves out
 * @param reading how pictures are read
 */
public record Gallery(List<Scene> scenes, int most, ReadOptions reading) {
    /** No pictures at all. */
    public static final Gallery NONE = new Gallery(List.of(), 0, ReadOptions.DEFAULT);

    /** @throws IllegalArgumentException if {@code most} is negative */
    public Gallery {
        scenes = List.copyOf(scenes);
        if (most < 0) {
            throw new IllegalArgumentException("expected 0 scenes or more to show, found " + most);
        }
    }

    /** The scenes that the report shows. */
    List<Scene> shown() {
        return scenes.subList(0, Math.min(most, scenes.size()));
    }

    /**
     * The pictures of one scene.
     *
     * @param scene its name in the results
     * @param truth the image a perfect fusion would have given, where it is known
     * @param variants what became of it, at most one a method; those that failed are left out, and the report says why they failed if the
     *     results do
     */
    public record Scene(String scene, List<Source> sources, Optional<Path> truth, List<Variant> variants) {
        /** @throws IllegalArgumentException if a variant has weights, but not one map a source */
        public Scene {
            sources = List.copyOf(sources);
            variants = List.copyOf(variants);
            for (Variant variant : variants) {
                int maps = variant.weights().size();
                if (maps != 0 && maps != sources.size()) {
                    throw new IllegalArgumentException("expected " + sources.size() + " maps of fusion weights of "
                            + variant.method() + ", one a source, found " + maps);
                }
            }
        }
    }

    /**
     * One of the images that were fused.
     *
     * @param label what the source is called in every scene, for instance {@code infrared}
     * @param file an image of any size and depth
     */
    public record Source(String label, Path file) {}

    /**
     * What one variant made of a scene.
     *
     * @param method the name that the variant has in the results
     * @param fused the fused image
     * @param weights the map of weights of each source, in their order, as gray images in which white (65535 of 16 bits) is a weight of
     *     1; none for a variant that has no weights
     */
    public record Variant(String method, Path fused, List<Path> weights) {
        public Variant {
            weights = List.copyOf(weights);
        }
    }
}
