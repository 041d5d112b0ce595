package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;

/** Means of {@value #SIDE}×{@value #SIDE} pixels, weighted by a Gaussian. */
final class GaussianWindow {
    static final int SIDE = 11;

    private final double[] weights = new double[SIDE];

    /** @param deviation in pixels */
    GaussianWindow(double deviation) {
        double sum = 0;
        for (int i = 0; i < SIDE; i++) {
            double distance = i - (SIDE - 1) / 2.0;
            weights[i] = Math.exp(-distance * distance / (2 * deviation * deviation));
            sum += weights[i];
        }
        for (int i = 0; i < SIDE; i++) {
            weights[i] /= sum;
        }
    }

    /** Wherever a window fits into the image, {@code [N,C,H,W]} to {@code [N,C,H-10,W-10]}. */
    Tensor mean(Tensor image) {
        return SlidingSum.along(2, SlidingSum.along(3, image, weights), weights);
    }
}
