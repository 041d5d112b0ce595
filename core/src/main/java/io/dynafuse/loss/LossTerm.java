package io.dynafuse.loss;

import io.dynafuse.torch.Tensor;
import java.util.Locale;

/** A kind of difference between two images {@code [N,C,H,W]}, as one number that gradients flow through. */
public enum LossTerm {
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
    /** Mean absolute difference of the Sobel derivatives in both directions, signs kept. */
    GRADIENT {
        @Override
        Tensor of(Tensor image, Tensor target, double range) {
            return SobelDerivatives.loss(image, target);
        }
    };

    /**
     * The difference, a tensor of one element.
     *
     * @param range the largest value that images can have minus the smallest
     */
    abstract Tensor of(Tensor image, Tensor target, double range);

    /** How the text of a {@link FusionLoss} calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
