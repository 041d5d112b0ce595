package io.dynafuse.metrics.gradient;

/**
 * How much of an edge a viewer finds again: the product of two sigmoids, one of how much of its strength is kept and one of how
 * well its orientation is kept.
 *
 * @param gain what a perfectly kept edge would score, but for the ends of the sigmoids
 * @param strengthSlope how steep the sigmoid of strength is
 * @param strengthMiddle the kept strength at which it is one half
 * @param orientationSlope how steep the sigmoid of orientation is
 * @param orientationMiddle the kept orientation at which it is one half
 */
record Perception(
        double gain, double strengthSlope, double strengthMiddle, double orientationSlope, double orientationMiddle) {
    /** Edges handled at a time, so that what belongs to them stays in the first cache. */
    static final int BLOCK = 512;

    /**
     * The perceived part of some edges, into {@code strengths}.
     *
     * @param strengths kept strengths, 0..1 as a rule and never beyond 4
     * @param orientations kept orientations, -1..1
     */
    void perceive(double[] strengths, double[] orientations, int count) {
        for (int i = 0; i < count; i++) {
            double strength = 1 + Elementary.exp(strengthSlope * (strengthMiddle - strengths[i]));
            double orientation = 1 + Elementary.exp(orientationSlope * (orientationMiddle - orientations[i]));
            strengths[i] = gain / (strength * orientation);
        }
    }

    /**
     * The smaller of two strengths over the larger one, not a number if both are zero.
     *
     * @param start the first edge
     * @param ratios where the results go, from the first entry on
     */
    static void keptStrengths(Edges source, Edges fused, int start, int count, double[] ratios) {
        double[] first = source.strength();
        double[] second = fused.strength();
        for (int i = 0; i < count; i++) {
            double sum = first[start + i] + second[start + i];
            double difference = Math.abs(first[start + i] - second[start + i]);
            ratios[i] = (sum - difference) / (sum + difference);
        }
    }

    /** Sum of the products of {@code values} and those of {@code weights} that begin at {@code start}. */
    static double weightedSum(double[] values, double[] weights, int start, int count) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            even += values[i] * weights[start + i];
            odd += values[i + 1] * weights[start + i + 1];
        }
        return i < count ? even + odd + values[i] * weights[start + i] : even + odd;
    }

    /** Orientations that are the same for a line and its reverse: 1 if parallel, 0 if at right angles. */
    static void keptInclinations(Edges source, Edges fused, int start, int count, double[] agreements) {
        double[] first = source.orientation();
        double[] second = fused.orientation();
        for (int i = 0; i < count; i++) {
            double angle = Math.abs(first[start + i] - second[start + i]);
            agreements[i] = Math.abs(angle - Math.PI / 2) * (2 / Math.PI);
        }
    }
}
