package io.dynafuse.network;

/** How images of any size are given to a network that takes few sizes. */
public enum Sizing {
    /** As they are, mirrored at the border; large ones in pieces that overlap and are blended. */
    BLENDED,
    /** As the network's authors do: small images resized and back, large ones in pieces side by side. */
    PUBLISHED
}
