package io.dynafuse.dominability;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** What a derivative is divided by before it stands for a loss. */
public enum GradientScale {
    /** Nothing. A loss is a mean over all pixels and its derivative by one of them so small that weights hardly differ. */
    RAW,
    /** The largest value of the chosen channel over all sources and pixels of the image. */
    SCALED;

    /**
     * The scaled derivatives.
     *
     * @param derivatives one channel of every source's, not negative
     */
    public Tensor of(Tensor derivatives) {
        if (this == RAW) {
            return derivatives;
        }
        return Scope.compute(() -> {
            double largest = derivatives.maximumOfAll().toFloats()[0];
            // Where the loss changes nowhere, all sources are equal.
            return largest > 0 ? derivatives.times(1 / largest) : derivatives;
        });
    }
}
