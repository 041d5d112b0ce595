package io.dynafuse.loss;

import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;

/**
 * SSIM with Gaussian windows of 11×11 and σ = 1.5 wherever they fit into the image, K₁ = 0.01 and K₂ = 0.03: two fractions a window, whose
 * product it is. Rounding in 32 bits can make the variance of a flat window some 1e-7 of the squared brightness too small; 1e-3 of the
 * squared range is added to it, so that no denominator comes near 0.
 *
 * @param meanProducts what the brightness is compared by, {@code [N,C,H-10,W-10]}
 * @param meanSquares what {@code meanProducts} is divided by
 * @param covariances what contrast and structure are compared by
 * @param variances what {@code covariances} is divided by
 */
record StructuralSimilarity(Tensor meanProducts, Tensor meanSquares, Tensor covariances, Tensor variances) {
    static final int WINDOW = GaussianWindow.SIDE;
    static final int SMALLEST_MIRRORED = WINDOW / 2 + 1;
    private static final GaussianWindow GAUSSIAN = new GaussianWindow(1.5);

    static Tensor loss(Tensor image, Tensor target, double range) {
        checkSize(LossTerm.SSIM, image);
        return of(image, target, range).loss();
    }

    /** @throws IllegalArgumentException if no window fits into the image */
    static void checkSize(LossTerm term, Tensor image) {
        if (image.size(2) < WINDOW || image.size(3) < WINDOW) {
            throw new IllegalArgumentException("the loss " + term.word() + " needs images of " + WINDOW + "x" + WINDOW
                    + " pixels or more, found " + image.size(3) + "x" + image.size(2));
        }
    }

    /**
     * Compares images that are mirrored at their border, so that there is a window around every pixel: {@code [N,C,H,W]}.
     *
     * @param first {@code [N,C,H,W]}, {@link #SMALLEST_MIRRORED} or more pixels a side
     */
    static StructuralSimilarity ofMirrored(Tensor first, Tensor second, double range) {
        return of(first.reflectPad(WINDOW / 2), second.reflectPad(WINDOW / 2), range);
    }

    /** Compares images of any size with black beyond their border, so that there is a window around every pixel: {@code [N,C,H,W]}. */
    static StructuralSimilarity ofFramedInBlack(Tensor first, Tensor second, double range) {
        return of(first.zeroPad(WINDOW / 2), second.zeroPad(WINDOW / 2), range);
    }

    /** Compares images {@code [N,C,H,W]} channel by channel; in 32 bits, as variances are small differences of means. */
    static StructuralSimilarity of(Tensor first, Tensor second, double range) {
        Tensor x = first.to(Precision.FP32);
        Tensor y = second.to(Precision.FP32);
        Tensor meanX = GAUSSIAN.mean(x);
        Tensor meanY = GAUSSIAN.mean(y);
        Tensor varianceX = GAUSSIAN.mean(x.square()).minus(meanX.square());
        Tensor varianceY = GAUSSIAN.mean(y.square()).minus(meanY.square());
        Tensor covariance = GAUSSIAN.mean(x.times(y)).minus(meanX.times(meanY));
        double luminance = Math.pow(0.01 * range, 2);
        double contrast = Math.pow(0.03 * range, 2);
        return new StructuralSimilarity(
                meanX.times(meanY).times(2).plus(luminance),
                meanX.square().plus(meanY.square()).plus(luminance),
                covariance.times(2).plus(contrast),
                varianceX.plus(varianceY).plus(contrast));
    }

    /** 1 − the mean similarity, a tensor of one element. */
    Tensor loss() {
        return whole().meanOfAll().times(-1).plus(1);
    }

    /** The similarity of brightness, contrast and structure at every window. */
    Tensor whole() {
        return meanProducts.times(covariances).dividedBy(meanSquares.times(variances));
    }

    /** The similarity of contrast and structure at every window. */
    Tensor structure() {
        return covariances.dividedBy(variances);
    }
}
