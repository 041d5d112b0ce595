package io.dynafuse.network;

/** The receptive field of a network: how far from a pixel of its result it looks. */
public sealed interface ReceptiveField {
    /** Global: a change of one pixel may change the whole result, so that tiles are not exact. */
    record Global() implements ReceptiveField {}

    /**
     * Local, so that an image can be fused in tiles.
     *
     * @param encoderRadius radius of the encoder's receptive field, in pixels
     * @param decoderRadius radius of the decoder's
     */
    record Local(int encoderRadius, int decoderRadius) implements ReceptiveField {
        /** The radius of the whole network's receptive field. */
        public int radius() {
            return encoderRadius + decoderRadius;
        }
    }
}
