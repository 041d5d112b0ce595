package io.dynafuse.network;

/** What is done to a network's output before it is an image. */
public enum OutputRange {
    /** Values in [0,1] are samples; others are clipped. */
    AS_IS,
    /** The smallest value of the whole image becomes 0 and the largest 1, as some networks' authors save their results. */
    STRETCHED
}
