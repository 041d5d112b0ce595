package io.dynafuse.detection.score;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The confidence from which on detections are taken, and what they are then worth.
 *
 * @param confidence none if no detection is right
 * @param classes in the order of the curves
 */
record OperatingPoint(OptionalDouble confidence, List<Values> classes) {
    /** What the detections of a class are worth, each in [0,1]. */
    record Values(double precision, double recall) {
        static final Values NONE = new Values(0, 0);

        /** Their harmonic mean; 0 if both are. */
        double f1() {
            double sum = precision + recall;
            return sum == 0 ? 0 : 2 * precision * recall / sum;
        }
    }

    /** No detection is right. */
    static OperatingPoint nothing(int classes) {
        return new OperatingPoint(OptionalDouble.empty(), Collections.nCopies(classes, Values.NONE));
    }
}
