package io.dynafuse.loss;

import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * Filters of one dimension, the same for every channel. They are sums of shifted images and not convolutions, as oneDNN, with which
 * libtorch convolves, computes wrong derivatives for planes of one to three channels on some processors.
 */
final class SlidingSum {
    private SlidingSum() {}

    /**
     * Σ weights[i]·x[p+i] at every position p where all weights lie inside; differentiable.
     *
     * @param dimension 2 to filter along columns, 3 along rows
     * @param image {@code [N,C,H,W]}
     */
    static Tensor along(int dimension, Tensor image, double... weights) {
        long length = image.size(dimension) - weights.length + 1;
        return Scope.compute(() -> {
            Tensor sum = image.slice(dimension, 0, length).times(weights[0]);
            for (int i = 1; i < weights.length; i++) {
                sum.plusInPlace(image.slice(dimension, i, length), weights[i]);
            }
            return sum;
        });
    }
}
