package io.dynafuse.dominability;

import io.dynafuse.loss.FusionLoss;

/** How the loss ℓ⁽ᵐ⁾ of source m is found for every pixel. */
public sealed interface LossMap {
    /** What of the network is held against what. */
    Reference reference();

    /**
     * The difference itself (TTD, Eq. 6).
     *
     * @param norm how differences become losses
     */
    record PixelLoss(Reference reference, Norm norm) implements LossMap {
        @Override
        public String toString() {
            return DominabilityText.word(reference) + ", " + norm;
        }
    }

    /**
     * The absolute derivative of a fusion loss by the features of a source (TTD, Eq. 7): g⁽ᵐ⁾ = |∂L⁽ᵐ⁾/∂E⁽ᵐ⁾|. Holds for the image as a
     * whole, as the loss is one number.
     *
     * @param loss L
     * @param joint whether L is the sum of the losses of all sources instead of that of source m alone; a network that adds or averages
     *     features then has the same derivative for every source, and weights of exactly 1/M
     * @param channel which channel of the derivative stands for ℓ
     * @param scale what the derivative is divided by
     */
    record FeatureGradient(
            Reference reference, FusionLoss loss, boolean joint, GradientChannel channel, GradientScale scale)
            implements LossMap {
        @Override
        public String toString() {
            return DominabilityText.word(reference) + ", gradient=" + loss + (joint ? ", joint" : "") + ", channel="
                    + channel + ", " + DominabilityText.word(scale);
        }
    }
}
