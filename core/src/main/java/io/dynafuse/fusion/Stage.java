package io.dynafuse.fusion;

/**
 * A stage on the way from files to a fused file, timed separately. On a GPU stages overlap, and the time of a stage may include work of
 * the one before.
 */
public enum Stage {
    /** Decoding the source files. */
    READ,
    /** Conversion between samples and normalised tensors, in both directions, with luma and chroma. */
    CONVERT,
    /** The encoder, once for every source. */
    ENCODE,
    /** The network passes that dominability compares with the sources. */
    REFERENCE,
    /** Losses and fusion weights. */
    DOMINABILITY,
    /** Fusing features, with or without weights; fusing the images themselves. */
    FUSE,
    /** The decoder on the fused features. */
    DECODE,
    /** What a learned loss asks of the fused image. */
    LOSS_MAPS,
    /** What prompts a network makes. */
    PROMPTS,
    /** Encoding and writing files. */
    WRITE;

    /** Whether this stage runs the network. */
    public boolean isNetworkPass() {
        return this == ENCODE || this == REFERENCE || this == DECODE;
    }
}
