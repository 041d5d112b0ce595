package io.dynafuse.nn;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/** Every image stretched to the range from 0 to 1 by its own smallest and largest value. A network that does so looks at an image as a whole. */
public final class MinMaxNormalisation {
    // So that an image of a single value becomes 0 and not a quotient of zeros.
    private static final double LEAST_RANGE = 1e-30;

    private MinMaxNormalisation() {}

    /**
     * (x − min) / (max − min + ε).
     *
     * @param images {@code [N,C,H,W]}
     * @param epsilon ε, 0 or more
     * @return the same shape, in [0,1]
     */
    public static Tensor apply(Tensor images, double epsilon) {
        return Scope.compute(() -> {
            Tensor least = images.minimumAlong(1, 2, 3);
            Tensor range =
                    images.maximumAlong(1, 2, 3).minus(least).plus(epsilon).maximum(LEAST_RANGE);
            return images.minus(least).dividedBy(range);
        });
    }
}
