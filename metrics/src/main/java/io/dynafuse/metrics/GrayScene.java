package io.dynafuse.metrics;

import java.util.List;
import java.util.function.Function;

/**
 * The input of a formula: the planes that a {@link ColourRule} has made.
 *
 * @param fused the fused image F
 * @param sources the sources in their order; for a metric against the ground truth, the ground truth alone
 * @param features results computed once from planes and kept for the other metrics of the scene
 */
public record GrayScene(Plane fused, List<Plane> sources, Features features) {
    public GrayScene {
        sources = List.copyOf(sources);
    }

    /** Columns of every plane. */
    public int width() {
        return fused.width();
    }

    /** Rows of every plane. */
    public int height() {
        return fused.height();
    }

    /** The scene with every plane replaced by the result of a feature. */
    public GrayScene each(Function<Plane, Feature<Plane>> feature) {
        return new GrayScene(
                get(feature.apply(fused)),
                sources.stream().map(source -> get(feature.apply(source))).toList(),
                features);
    }

    /** The feature, computed if no metric of this scene has needed it before. */
    public <T> T get(Feature<T> feature) {
        return features.get(feature);
    }
}
