package io.dynafuse.evaluation.comparison;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Kind;
import java.util.List;

/**
 * The means of one measure over the images for which all weights have a number.
 *
 * @param group what the images have in common
 * @param of one a set of weights, in their order; NaN where there is no image
 */
record Means(String group, Measure measure, int images, List<Double> of) {
    private static final double AIM = 0.98;
    // Where the truth is known there is no excuse.
    private static final double AIM_OF_TRUTH = 1;

    /**
     * How good weights are beside others, 1 for as good, more for better, whatever the direction of the measure; NaN where signs allow no
     * ratio.
     */
    double share(int weights, int baseline) {
        double own = of.get(weights);
        double other = of.get(baseline);
        return switch (measure.direction()) {
            case HIGHER_IS_BETTER -> ratio(own, other);
            case LOWER_IS_BETTER -> ratio(other, own);
            case ZERO_IS_BEST -> ratio(Math.abs(other), Math.abs(own));
        };
    }

    private static double ratio(double first, double second) {
        if (first == second) {
            return 1;
        }
        return first >= 0 && second > 0 ? first / second : Double.NaN;
    }

    /** Whether weights are as good as is aimed at. */
    boolean isReached(int weights, int baseline) {
        double share = share(weights, baseline);
        Direction direction = measure.direction();
        return Double.isNaN(share)
                ? direction.merit(of.get(weights)) >= direction.merit(of.get(baseline))
                : share >= aim();
    }

    private double aim() {
        return measure.metric().kind() == Kind.GROUND_TRUTH ? AIM_OF_TRUTH : AIM;
    }
}
