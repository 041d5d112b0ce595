package io.dynafuse.dominability;

import io.dynafuse.loss.FusionLoss;

/** How the loss ℓ⁽ᵐ⁾ of source m is computed for every pixel. */
public sealed interface LossMap {
    /** The component and the target that are compared. */
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
     * The absolute derivative of a fusion loss by the features of a source (TTD, Eq. 7): g⁽ᵐ⁾ = |∂L⁽ᵐ⁾/∂E⁽ᵐ⁾|. Defined for the whole
     * image, as the loss is one number.
     *
     * @param loss L
     * @param joint whether L is the sum of the losses of all sources instead of that of source m alone; a network that adds or averages
     *     features then has the same derivative for every source, and weights of exactly 1/M
     * @param channel the channel of the derivative that serves as ℓ
     * @param scale the divisor of the derivative
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
