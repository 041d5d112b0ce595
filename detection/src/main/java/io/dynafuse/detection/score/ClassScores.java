package io.dynafuse.detection.score;

import java.util.OptionalDouble;

/**
 * How well the objects of one class were found; each score in [0,1], and none if no object of the class need be found: nothing can be missed
 * then.
 *
 * @param label the name of the class
 * @param truths how many objects need be found
 * @param ignored how many need not
 * @param detections how many detections are of this class
 * @param precision the share of detections that is right, at the confidence of best F1 and an overlap of 0.5
 * @param recall the share of objects that is found, likewise
 * @param f1 the harmonic mean of the two
 * @param ap50 average precision at an overlap of 0.5
 * @param ap its mean over overlaps from 0.50 to 0.95
 */
public record ClassScores(
        String label,
        int truths,
        int ignored,
        int detections,
        OptionalDouble precision,
        OptionalDouble recall,
        OptionalDouble f1,
        OptionalDouble ap50,
        OptionalDouble ap) {}
