package io.dynafuse.network;

/** The colour of a network's input and output. */
public enum ColourMode {
    /** Three channels; gray images are repeated. */
    RGB,
    /** One channel, luma; chroma is fused outside the network. */
    LUMA;

    /** The number of channels of the network's input and output. */
    public int channels() {
        return this == RGB ? 3 : 1;
    }
}
