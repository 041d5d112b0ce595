package io.dynafuse.dominability;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** The divisor of a derivative before it serves as a loss. */
public enum GradientScale {
    /** None. A loss is a mean over all pixels, and its derivative by one pixel is so small that weights hardly differ. */
    RAW,
    /** The largest value of the chosen channel over all sources and pixels of the image. */
    SCALED;

    /**
     * The scaled derivatives.
     *
     * @param derivatives one channel for every source, not negative
     */
    public Tensor of(Tensor derivatives) {
        if (this == RAW) {
            return derivatives;
        }
        return Scope.compute(() -> {
            double largest = derivatives.maximumOfAll().toFloats()[0];
            // If the loss is constant everywhere, all sources are equal.
            return largest > 0 ? derivatives.times(1 / largest) : derivatives;
        });
    }
}
