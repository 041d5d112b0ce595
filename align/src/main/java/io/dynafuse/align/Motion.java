package io.dynafuse.align;

import java.util.Optional;

/**
 * How a source has moved against the reference, as far as it was found. What was not measured of a motion that somebody gave is not a number.
 *
 * @param transform where a pixel of the reference is found in the source
 * @param model of the motion
 * @param agreement how far the directions of edges agree where both sources have data: 1 if they are the same, 0 if they have nothing to do
 *     with each other
 * @param agreementBefore the same if nothing is moved
 * @param evidence how many of its standard errors the agreement lies above 0, by its scatter over the parts of the image
 * @param overlap the share of the reference that the source shows, from 0 to 1
 * @param disagreement of the corners with the motion that was found with the roles exchanged, on average, in pixels of the reference
 * @param uncertainty below which the mean error of the corners is in nine of ten cases, in pixels of the reference
 * @param distance by which the corners moved on average, against frames that lie on each other, in pixels of the reference
 * @param distrust why the motion cannot be trusted; empty if it can
 */
public record Motion(
        Transform transform,
        MotionModel model,
        double agreement,
        double agreementBefore,
        double evidence,
        double overlap,
        double disagreement,
        double uncertainty,
        double distance,
        Optional<String> distrust) {
    /** That of the reference itself. */
    static final Motion NONE = new Motion(
            Transform.IDENTITY, MotionModel.TRANSLATION, 1, 1, Double.MAX_VALUE, 1, 0, 0, 0, Optional.empty());

    /**
     * A motion that somebody gave, which is trusted.
     *
     * @param uncertainty NaN if it is not known
     */
    static Motion given(Transform transform, MotionModel model, double uncertainty, Size reference, Size source) {
        double distance =
                transform.cornerDistance(Transform.sameField(reference, source), reference.width(), reference.height());
        return new Motion(
                transform,
                model,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                uncertainty,
                distance,
                Optional.empty());
    }

    /** The same evidence for a motion that more was known of. */
    Motion as(Transform other, MotionModel itsModel, double itsDistance) {
        return new Motion(
                other,
                itsModel,
                agreement,
                agreementBefore,
                evidence,
                overlap,
                disagreement,
                uncertainty,
                itsDistance,
                distrust);
    }

    /** Whether it passed all checks. */
    public boolean isTrusted() {
        return distrust.isEmpty();
    }
}
