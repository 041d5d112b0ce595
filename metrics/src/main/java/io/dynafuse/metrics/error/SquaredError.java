package io.dynafuse.metrics.error;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.GrayScene;
import io.dynafuse.metrics.Plane;
import io.dynafuse.metrics.signal.Sums;
import java.util.function.DoubleUnaryOperator;

/**
 * The mean of the squared differences of two planes. Callers name the reference first and the fused image last, so that metrics share it.
 *
 * @param first a plane
 * @param second a plane of equal size
 */
record SquaredError(Plane first, Plane second) implements Feature<Double> {
    @Override
    public Double compute(Features features) {
        return Sums.ofSquaredDifferences(first.samples(), 0, second.samples(), 0, first.size()) / first.size();
    }

    /** The mean, over all images that the fused image is compared with, of a function of each error. */
    static double mean(GrayScene scene, DoubleUnaryOperator change) {
        return scene.sources().stream()
                        .mapToDouble(source -> change.applyAsDouble(scene.get(new SquaredError(source, scene.fused()))))
                        .sum()
                / scene.sources().size();
    }

    static double mean(GrayScene scene) {
        return mean(scene, DoubleUnaryOperator.identity());
    }
}
