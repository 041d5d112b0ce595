package io.dynafuse.dominability;

/** The rule by which the scores of the M sources at a pixel become fusion weights (TTD, Table 5). */
public enum Normalisation {
    /** exp(score) divided by its sum over the sources: positive weights that sum to 1 and differ only moderately. */
    SOFTMAX,
    /** The score divided by its sum over the sources: weights that sum to 1. */
    PROPORTIONAL,
    /** The score itself: weights in [0,1] that do not sum to 1. */
    NONE,
    /**
     * The score divided by M: as {@link #NONE}, but without the factor M by which a network that adds up features multiplies weights.
     */
    AVERAGE
}
