package io.dynafuse.nn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** What a convolution sees beyond the border of its input. */
public enum Padding {
    /** Zeros. */
    ZERO,
    /** The outermost pixel, over and over. */
    REPLICATE,
    /** The image mirrored at its outermost pixel, which is not repeated; as {@link #REPLICATE} for an input that has no more pixels than are added. */
    REFLECT;

    /** The mean of the square of pixels around each of a {@code [N,C,H,W]} tensor, those beyond the border among them. */
    public Tensor meanAround(Tensor input, int radius) {
        return Scope.compute(() -> extend(input, radius)
                .boxMean(radius)
                .slice(2, radius, input.size(2))
                .slice(3, radius, input.size(3)));
    }

    /** A {@code [N,C,H,W]} tensor with {@code pixels} more on every side. */
    public Tensor extend(Tensor input, int pixels) {
        return switch (this) {
            case ZERO -> input.zeroPad(pixels);
            case REPLICATE -> input.replicatePad(pixels);
            case REFLECT ->
                Math.min(input.size(2), input.size(3)) > pixels ? input.reflectPad(pixels) : input.replicatePad(pixels);
        };
    }
}
