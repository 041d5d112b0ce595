package io.dynafuse.evaluation.comparison;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.metrics.Direction;
import java.util.List;
import java.util.Set;

/**
 * The means of one measure over the images for which all weights have a number.
 *
 * @param group what the images have in common
 * @param of one a set of weights, in their order; NaN where there is no image
 */
record Means(String group, Measure measure, int images, List<Double> of) {
    private static final double AIM = 0.98;
    // Decibels are logarithms: at 98 % of 40 dB the squared error is a fifth larger.
    private static final double AIM_IN_DECIBELS = 1;
    private static final Set<String> IN_DECIBELS = Set.of("PSNR", "PSNR_GT");

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
        return IN_DECIBELS.contains(measure.metric().id()) ? AIM_IN_DECIBELS : AIM;
    }
}
