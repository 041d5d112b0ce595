package io.dynafuse.nn;

/** What a convolution sees beyond the border of its input. */
public enum Padding {
    /** Zeros. */
    ZERO,
    /** The outermost pixel, over and over. */
    REPLICATE,
    /** The image mirrored at its outermost pixel, which is not repeated; as {@link #REPLICATE} for an input that has no more pixels than are added. */
    REFLECT
}
