package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.Optional;

/** SSIM with Gaussian windows of 11×11 and σ = 1.5 wherever they fit into the image, K₁ = 0.01 and K₂ = 0.03. */
final class StructuralSimilarity {
    private static final int WINDOW = 11;
    private static final double DEVIATION = 1.5;

    private StructuralSimilarity() {}

    static Tensor loss(Tensor image, Tensor target, double range) {
        if (image.size(2) < WINDOW || image.size(3) < WINDOW) {
            throw new IllegalArgumentException("the loss ssim needs images of " + WINDOW + "x" + WINDOW
                    + " pixels or more, found " + image.size(3) + "x" + image.size(2));
        }
        Tensor x = ChannelPlanes.of(image);
        Tensor y = ChannelPlanes.of(target);
        Tensor meanX = smooth(x);
        Tensor meanY = smooth(y);
        Tensor varianceX = smooth(x.square()).minus(meanX.square());
        Tensor varianceY = smooth(y.square()).minus(meanY.square());
        Tensor covariance = smooth(x.times(y)).minus(meanX.times(meanY));
        double luminance = Math.pow(0.01 * range, 2);
        double contrast = Math.pow(0.03 * range, 2);
        Tensor numerator = meanX.times(meanY)
                .times(2)
                .plus(luminance)
                .times(covariance.times(2).plus(contrast));
        Tensor denominator = meanX.square()
                .plus(meanY.square())
                .plus(luminance)
                .times(varianceX.plus(varianceY).plus(contrast));
        return numerator.dividedBy(denominator).meanOfAll().times(-1).plus(1);
    }

    private static Tensor smooth(Tensor planes) {
        Tensor row = Tensor.of(gaussian(), 1, 1, 1, WINDOW).to(planes.device(), planes.precision());
        return planes.convolve(row, Optional.empty(), 0).convolve(row.transpose(2, 3), Optional.empty(), 0);
    }

    private static float[] gaussian() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double distance = i - (WINDOW - 1) / 2.0;
            weights[i] = Math.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
            sum += weights[i];
        }
        float[] kernel = new float[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            kernel[i] = (float) (weights[i] / sum);
        }
        return kernel;
    }
}
