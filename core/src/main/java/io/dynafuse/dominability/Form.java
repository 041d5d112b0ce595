package io.dynafuse.dominability;

/** The function that turns a scaled loss kℓ into a score: the higher, the more the source dominates (TTD, Table 4). */
public enum Form {
    /** exp(−kℓ), the form of TTD's Eq. 6. */
    EXP,
    /** −kℓ. */
    LINEAR,
    /** 1 / (1 + exp(kℓ)). */
    SIGMOID,
    /** The same score everywhere: weights 1/M. */
    UNIFORM
}
