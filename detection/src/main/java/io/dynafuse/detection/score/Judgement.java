package io.dynafuse.detection.score;

/** What a detection is, at one threshold of overlap. */
public enum Judgement {
    /** It is the one that counts as having found an object. */
    RIGHT,
    /** It finds nothing, or what another one has found. */
    WRONG,
    /** It finds what need not be found: it counts neither way. */
    IGNORED
}
