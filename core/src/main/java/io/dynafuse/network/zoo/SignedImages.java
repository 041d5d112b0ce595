package io.dynafuse.network.zoo;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** The way between images in [0,1] and in [−1,1], in which networks work that end in a hyperbolic tangent. */
final class SignedImages {
    private SignedImages() {}

    /** From [0,1] to [−1,1]. */
    static Tensor of(Tensor image) {
        return Scope.compute(() -> image.times(2).plus(-1));
    }

    /** From [−1,1] to [0,1]. */
    static Tensor toUnit(Tensor signed) {
        return Scope.compute(() -> signed.times(0.5).plus(0.5));
    }
}
