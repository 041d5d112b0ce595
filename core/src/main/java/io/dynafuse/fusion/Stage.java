package io.dynafuse.fusion;

/**
 * A part of the way from files to a fused file, timed separately. On a GPU the stages overlap, and a stage's time may hold work of
 * the one before it.
 */
public enum Stage {
    /** Decoding the source files. */
    READ,
    /** Between samples and normalised tensors, in both directions, with luma and chroma. */
    CONVERT,
    /** The encoder, once for every source. */
    ENCODE,
    /** The network passes that dominability compares with the sources. */
    REFERENCE,
    /** Losses and weights. */
    DOMINABILITY,
    /** Fusing features, with or without weights. */
    FUSE,
    /** The decoder on the fused features. */
    DECODE,
    /** Encoding and writing files. */
    WRITE;

    /** Whether this stage runs the network. */
    public boolean isNetworkPass() {
        return this == ENCODE || this == REFERENCE || this == DECODE;
    }
}
