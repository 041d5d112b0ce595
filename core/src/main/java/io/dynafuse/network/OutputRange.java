package io.dynafuse.network;

/** How a network's output becomes the samples of an image. */
public enum OutputRange {
    /** Values in [0,1] are samples; others are clipped. */
    AS_IS,
    /** The smallest value of the whole image becomes 0 and the largest 1, as in the results that some networks' authors save. */
    STRETCHED
}
