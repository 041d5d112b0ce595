package io.dynafuse.training;

import io.dynafuse.torch.Parameters;
import java.util.Map;

/** Measures a network on scenes that it did not learn from. */
@FunctionalInterface
public interface Validation {
    /**
     * What was measured.
     *
     * @param score finite; by which parameters are chosen, the higher the better
     * @param measures in their units, by name
     */
    record Result(double score, Map<String, Double> measures) {
        /** @throws IllegalArgumentException if the score is infinite or no number */
        public Result {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("expected a finite score of a validation, found " + score);
            }
        }
    }

    /**
     * Measures a network.
     *
     * @param network its parameters, as {@link Learner#network} says; on loan
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    Result measure(Parameters network) throws InterruptedException;
}
