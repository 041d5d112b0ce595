package io.dynafuse.align;

import java.util.Arrays;

/**
 * Lengthens steps. Edges that only one source shows count in H but pull nowhere, so that steps fall short by the same factor again and again. From
 * how much of a step the next one still asks for, that factor follows.
 */
final class Stride {
    private static final double FIRST = 1.5;
    private static final double SHORTEST = 0.7;
    private static final double LONGEST = 8;
    private static final double LEAST_PROGRESS = 0.05;

    private double factor = FIRST;
    private double[] before = {};

    /** The step times what the last ones fell short by. */
    double[] lengthened(double[] step) {
        double still = product(step, before) / product(before, before);
        // Not a number at the first step, and after one that moved nothing.
        if (Double.isFinite(still)) {
            factor = Math.min(Math.max(factor / Math.max(1 - still, LEAST_PROGRESS), SHORTEST), LONGEST);
        }
        before = step;
        return Arrays.stream(step).map(part -> factor * part).toArray();
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < other.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
