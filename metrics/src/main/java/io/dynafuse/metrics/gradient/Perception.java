package io.dynafuse.metrics.gradient;

import io.dynafuse.metrics.signal.Elementary;

/**
 * The part of an edge that a viewer still perceives: the product of two sigmoids, one of the preserved strength and one of the preserved
 * orientation.
 *
 * @param gain the score of a perfectly preserved edge, apart from the ends of the sigmoids
 * @param strengthSlope how steep the sigmoid of strength is
 * @param strengthMiddle the kept strength at which it is one half
 * @param orientationSlope how steep the sigmoid of orientation is
 * @param orientationMiddle the kept orientation at which it is one half
 */
record Perception(
        double gain, double strengthSlope, double strengthMiddle, double orientationSlope, double orientationMiddle) {
    /**
     * The perceived part of some edges, into {@code strengths}; {@code orientations} are overwritten too.
     *
     * @param strengths kept strengths, 0..1 as a rule and never beyond 4
     * @param orientations kept orientations, -1..1
     */
    void perceive(double[] strengths, double[] orientations, int count) {
        sigmoidDenominators(strengthSlope, strengthMiddle, strengths, count);
        sigmoidDenominators(orientationSlope, orientationMiddle, orientations, count);
        for (int i = 0; i < count; i++) {
            strengths[i] = gain / (strengths[i] * orientations[i]);
        }
    }

    private static void sigmoidDenominators(double slope, double middle, double[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = 1 + Elementary.exp(slope * (middle - values[i]));
        }
    }

    /** The smaller of two strengths over the larger one, NaN if both are zero. */
    static void keptStrengths(EdgeBlock source, EdgeBlock fused, int count, double[] ratios) {
        double[] first = source.strength;
        double[] second = fused.strength;
        for (int i = 0; i < count; i++) {
            double sum = first[i] + second[i];
            double difference = Math.abs(first[i] - second[i]);
            ratios[i] = (sum - difference) / (sum + difference);
        }
    }

    /** The agreement of orientations, the same for a line and its reverse: 1 if parallel, 0 if at right angles. */
    static void keptInclinations(EdgeBlock source, EdgeBlock fused, int count, double[] agreements) {
        double[] first = source.orientation;
        double[] second = fused.orientation;
        for (int i = 0; i < count; i++) {
            double angle = Math.abs(first[i] - second[i]);
            agreements[i] = Math.abs(angle - Math.PI / 2) * (2 / Math.PI);
        }
    }
}
