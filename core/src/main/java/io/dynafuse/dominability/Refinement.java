package io.dynafuse.dominability;

import java.util.ArrayList;
import java.util.List;

/**
 * Refinements of losses and scores beyond the paper. All are off by default.
 *
 * @param temperature T of softmax(score / T): below 1 the stronger source gets more, above 1 less; 1 is off
 * @param smoothing the radius in pixels of the windows in which losses are smoothed, preserving the edges of their source (guided filter,
 *     He et al. 2013, doi:10.1109/TPAMI.2012.213); 0 is off
 * @param iterations how often fusion weights are computed: each time after the first, the previous dynamic fusion is the reference in
 * place of the static one; 1 is off
 */
public record Refinement(double temperature, int smoothing, int iterations) {
    /** Nothing beyond the paper. */
    public static final Refinement NONE = new Refinement(1, 0, 1);

    // Beyond these limits, weights are 0 or 1, or 1/M, to the last digit, for scores up to 1.
    private static final double MOST_TEMPERATURE = 1e4;
    private static final int MOST_SMOOTHING = 256;
    private static final int MOST_ITERATIONS = 100;

    /** @throws IllegalArgumentException if a part is out of range */
    public Refinement {
        if (!(temperature >= 1 / MOST_TEMPERATURE && temperature <= MOST_TEMPERATURE)) {
            throw new IllegalArgumentException("expected a temperature from " + 1 / MOST_TEMPERATURE + " to "
                    + MOST_TEMPERATURE + ", found " + temperature);
        }
        if (smoothing < 0 || smoothing > MOST_SMOOTHING) {
            throw new IllegalArgumentException(
                    "expected a radius of smoothing from 0 to " + MOST_SMOOTHING + ", found " + smoothing);
        }
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "expected from 1 to " + MOST_ITERATIONS + " iterations, found " + iterations);
        }
    }

    /** The parts that are on, as {@link Dominability#with} reads them. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (temperature != 1) {
            words.add("temperature=" + DominabilityText.number(temperature));
        }
        if (smoothing > 0) {
            words.add("smoothing=" + smoothing);
        }
        if (iterations > 1) {
            words.add("iterations=" + iterations);
        }
        return words;
    }
}
