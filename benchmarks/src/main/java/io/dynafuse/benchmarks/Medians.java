package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Statistics;
import java.util.List;

/** Medians of what was measured round by round. */
public final class Medians {
    private Medians() {}

    /** The middle of one number or more; of an even number of them the mean of the two in the middle. */
    public static double of(List<Double> measured) {
        return Statistics.median(
                measured.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
