package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;

/** A kind of difference between two images {@code [N,C,H,W]}, as one number that gradients flow through. */
public enum LossTerm implements LossKind {
    /** Mean of the absolute differences. */
    L1 {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return image.minus(target).absolute().meanOfAll();
        }
    },
    /** Mean of the squared differences. */
    L2 {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return image.minus(target).square().meanOfAll();
        }
    },
    /** 1 − mean structural similarity, every channel by itself (Wang et al. 2004, doi:10.1109/TIP.2003.819861). */
    SSIM {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return StructuralSimilarity.loss(image, target, range);
        }
    },
    /**
     * 1 − mean structural similarity over five scales, every channel by itself (Wang et al. 2003, doi:10.1109/ACSSC.2003.1292216, Eq.
     * 7). Every scale halves the image by means of 2×2 pixels; an image too small for five has as many scales as hold a window of 11×11,
     * with weights divided by their sum: five from 176 pixels on, one, which is SSIM, below 22. A mean similarity of one channel at one scale
     * below 0.001 counts as 0.001, as powers of negative numbers are undefined.
     */
    MS_SSIM {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return MultiScaleSimilarity.loss(image, target, range);
        }
    },
    /** Mean absolute difference of the Sobel derivatives in both directions, signs kept. */
    GRADIENT {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return SobelDerivatives.loss(image, target);
        }
    },
    /**
     * Mean absolute difference of the Sobel magnitudes |∂x| + |∂y|: edges of equal height are equal, whichever side is bright. The
     * derivatives are in differences of neighbouring pixels, an eighth of what Sobel's whole numbers give.
     */
    GRADIENT_MAGNITUDE {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return SobelDerivatives.magnitude(image)
                    .minus(SobelDerivatives.magnitude(target))
                    .absolute()
                    .meanOfAll();
        }
    };

    /**
     * The difference, a tensor of one element.
     *
     * @param range the largest value that images can have minus the smallest
     */
    abstract Tensor of(Tensor image, Tensor target, double range);
}
