package io.dynafuse.align;

/**
 * How a source has moved against the reference, as far as it was found.
 *
 * @param transform from pixels of the reference to pixels of the source
 * @param model of the motion
 * @param agreement how far the directions of edges agree where both sources have data: 1 if they are the same, 0 if they have nothing to do
 *     with each other
 * @param agreementBefore the same if nothing is moved
 * @param evidence how many of its standard errors the agreement lies above 0, by the scatter over the blocks of the frame
 * @param overlap the share of the reference that the source shows
 * @param disagreement of the corners with the motion that was found with the roles exchanged, on average, in pixels of the reference
 * @param uncertainty below which the mean error of the corners is in nine of ten cases, in pixels of the reference
 * @param moved the mean distance by which the corners moved against two frames that lie on each other, in pixels of the reference
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
        double moved) {}
