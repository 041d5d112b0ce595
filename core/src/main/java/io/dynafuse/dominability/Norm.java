package io.dynafuse.dominability;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** The norm by which a difference becomes a loss per pixel: the mean over the channels of its absolute values or of its squares. */
public enum Norm {
    /** Absolute differences. */
    L1,
    /** Squared differences. */
    L2;

    /**
     * The loss of every pixel.
     *
     * @param component {@code [N,C,H,W]}
     * @param target {@code [N,C,H,W]}
     * @return {@code [N,1,H,W]}, not negative
     */
    public Tensor loss(Tensor component, Tensor target) {
        return Scope.compute(() -> {
            Tensor difference = component.minus(target);
            return (this == L1 ? difference.absolute() : difference.square()).mean(1);
        });
    }
}
