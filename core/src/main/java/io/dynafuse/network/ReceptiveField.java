package io.dynafuse.network;

/** How far from a pixel of its result a network looks. */
public sealed interface ReceptiveField {
    /** Everywhere: a change of one pixel may change the whole result, so that tiles are not exact. */
    record Global() implements ReceptiveField {}

    /**
     * Only near the pixel, so that an image can be fused in tiles.
     *
     * @param encoderRadius how far the encoder looks, in pixels
     * @param decoderRadius how far the decoder looks
     */
    record Local(int encoderRadius, int decoderRadius) implements ReceptiveField {
        /** How far the network as a whole looks. */
        public int radius() {
            return encoderRadius + decoderRadius;
        }
    }
}
