package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;

/** Channels as images of their own, for filters that treat all channels alike. */
final class ChannelPlanes {
    private ChannelPlanes() {}

    /** {@code [N,C,H,W]} as {@code [N·C,1,H,W]}. */
    static Tensor of(Tensor image) {
        return image.reshape(-1, 1, image.size(2), image.size(3));
    }
}
