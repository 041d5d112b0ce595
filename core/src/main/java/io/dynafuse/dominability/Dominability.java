package io.dynafuse.dominability;

import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.nn.GuidedFilter;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the relative dominability of each source is computed and turned into fusion weights (TTD, Eq. 6): for every pixel the loss
 * ℓ⁽ᵐ⁾ of source m, then by default ω⁽ᵐ⁾ = softmaxₘ(exp(−k·ℓ⁽ᵐ⁾)).
 *
 * @param lossMap how ℓ is computed
 * @param scale k, which multiplies the loss; positive
 * @param form the score of a loss
 * @param normalisation how scores become weights
 * @param contrast reverses the sign of the correlation, so that sources with a high loss get high weights: softmax(−score), the
 *     paper's control experiment (§5.1)
 * @param refinement refinements beyond the paper
 * @param imageSpace how the sources themselves are put together, where weights act on them and the network only judges; empty where weights
 *     act on its features
 */
public record Dominability(
        LossMap lossMap,
        double scale,
        Form form,
        Normalisation normalisation,
        boolean contrast,
        Refinement refinement,
        Optional<ImageSpace> imageSpace) {

    // Losses times this are finite in 32 bits.
    private static final double LARGEST_SCALE = 1e30;
    // The smallest deviation of a source that counts as an edge, as a share of the range of values.
    private static final double EDGE = 0.05;

    /** @throws IllegalArgumentException if the scale is not positive or absurdly large, or the parts contradict each other */
    public Dominability {
        if (!(scale > 0 && scale <= LARGEST_SCALE)) {
            throw new IllegalArgumentException(
                    "expected a scale above 0 and up to " + LARGEST_SCALE + ", found " + scale);
        }
        boolean softmax = normalisation == Normalisation.SOFTMAX;
        if (form == Form.LINEAR && !softmax) {
            throw new IllegalArgumentException(
                    "the linear form has negative scores: expected normalisation softmax, found "
                            + DominabilityText.word(normalisation));
        }
        if (contrast && !softmax) {
            throw new IllegalArgumentException(
                    "the contrast is defined for normalisation softmax, found " + DominabilityText.word(normalisation));
        }
        if (refinement.temperature() != 1 && !softmax) {
            throw new IllegalArgumentException("a temperature is defined for normalisation softmax, found "
                    + DominabilityText.word(normalisation));
        }
        boolean comparesFused = lossMap instanceof PixelLoss loss && loss.reference() == Reference.FUSED;
        if (refinement.iterations() > 1 && !comparesFused) {
            throw new IllegalArgumentException(
                    "iterations replace the static fusion as reference: expected reference fused without gradient, found "
                            + lossMap);
        }
        if (lossMap instanceof FeatureGradient gradient
                && gradient.joint()
                && gradient.reference() != Reference.FUSED) {
            throw new IllegalArgumentException(
                    "a joint loss is that of the static fusion: expected reference fused, found "
                            + DominabilityText.word(gradient.reference()));
        }
        if (imageSpace.isPresent() && lossMap instanceof FeatureGradient) {
            throw new IllegalArgumentException(
                    "gradients are those by features: expected a loss per pixel for weights on images, found "
                            + lossMap);
        }
        if (imageSpace.isPresent() && refinement.iterations() > 1) {
            throw new IllegalArgumentException(
                    "iterations are defined for weights on features, found them for weights on" + " images");
        }
    }

    /** With weights on features. */
    public Dominability(
            LossMap lossMap,
            double scale,
            Form form,
            Normalisation normalisation,
            boolean contrast,
            Refinement refinement) {
        this(lossMap, scale, form, normalisation, contrast, refinement, Optional.empty());
    }

    /** The paper's form softmax(exp(−ℓ)) with L1 and k = 1, for a reference. */
    public static Dominability of(Reference reference) {
        return of(new PixelLoss(reference, Norm.L1));
    }

    /** The paper's form softmax(exp(−ℓ)) with k = 1. */
    public static Dominability of(LossMap lossMap) {
        return new Dominability(lossMap, 1, Form.EXP, Normalisation.SOFTMAX, false, Refinement.NONE);
    }

    /**
     * This dominability with some parts changed. They are words in any order, separated by commas:
     *
     * <ul>
     *   <li>{@code component}, {@code maximum}, {@code fused}, {@code self-fused}: the reference
     *   <li>{@code l1}, {@code l2}: a loss per pixel by this norm
     *   <li>{@code gradient=LOSS} with a {@link io.dynafuse.loss.FusionLoss}, {@code channel=NUMBER|mean|auto}, {@code raw},
     *       {@code scaled}, {@code joint}, {@code own}: a derivative by features; parts that are not given stay as they are, or become
     * {@code gradient=l1},
     *       {@code channel=auto}, {@code scaled}, {@code own} if this is a loss per pixel
     *   <li>{@code k=NUMBER}; {@code exp}, {@code linear}, {@code sigmoid}, {@code uniform}; {@code softmax}, {@code proportional},
     *       {@code none}, {@code average}; {@code contrast}
     *   <li>{@code temperature=NUMBER}, {@code smoothing=RADIUS}, {@code iterations=NUMBER}
     *   <li>{@code features}, {@code image}: what weights act on; {@code no-PART} with an {@link ImageSpace.Part}
     * </ul>
     *
     * {@link #toString} writes such words: {@code base.with(other.toString())} equals {@code other} unless {@code base} is a contrast,
     * joint, refined or of images.
     *
     * @throws IllegalArgumentException if a word is unknown or the parts contradict each other
     */
    public Dominability with(String words) {
        return DominabilityText.change(this, words);
    }

    /** This dominability without contrast, as in the paper: sources with a high loss get low weights. */
    public Dominability withoutContrast() {
        return new Dominability(lossMap, scale, form, normalisation, false, refinement, imageSpace);
    }

    /**
     * The fusion weights of all sources.
     *
     * @param losses {@code [N,M,H,W]}, source m in channel m, not negative
     * @return {@code [N,M,H,W]} in [0,1]; summing to 1 over the sources for the normalisations that say so
     */
    public Tensor weights(Tensor losses) {
        return weights(losses, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * The fusion weights of sources that are partly transparent. Weights that sum to 1 are multiplied by alpha and normalised to a sum of
     * 1 again; others are multiplied by alpha over the mean of all alphas, so that the fusion is not darker where a source is missing:
     * there they may be larger than 1.
     *
     * @param losses {@code [N,M,H,W]}, source m in channel m, not negative
     * @param alphas {@code [N,M,H,W]} in [0,1], not all 0 at any pixel
     * @return {@code [N,M,H,W]}, 0 where alpha is 0
     */
    public Tensor weights(Tensor losses, Tensor alphas) {
        // ω·α / Σω·α = softmax(log ω + log α), which does not become 0/0 where the scores of all sources with data
        // underflow.
        return weights(
                losses,
                logarithms -> logarithms.plus(alphas.logarithm()),
                scores -> scores.times(alphas.dividedBy(alphas.mean(1))));
    }

    private Tensor weights(Tensor losses, UnaryOperator<Tensor> ofLogarithms, UnaryOperator<Tensor> ofScores) {
        return Scope.compute(() -> {
            if (form == Form.UNIFORM) {
                return ofLogarithms.apply(losses.times(0)).softmax(1);
            }
            Tensor scaled = losses.times(-scale);
            return switch (normalisation) {
                case SOFTMAX ->
                    ofLogarithms.apply(score(scaled).times(sharpness())).softmax(1);
                case PROPORTIONAL ->
                    ofLogarithms.apply(logarithmOfScore(scaled)).softmax(1);
                case NONE -> ofScores.apply(score(scaled));
                case AVERAGE -> ofScores.apply(score(scaled)).times(1.0 / losses.size(1));
            };
        });
    }

    private double sharpness() {
        return (contrast ? -1 : 1) / refinement.temperature();
    }

    private Tensor score(Tensor scaled) {
        return switch (form) {
            case EXP -> scaled.exponential();
            case SIGMOID -> scaled.sigmoid();
            case LINEAR, UNIFORM -> scaled;
        };
    }

    // s / Σs = softmax(log s), which does not become 0/0 where every score underflows.
    private Tensor logarithmOfScore(Tensor scaled) {
        return form == Form.SIGMOID ? scaled.logarithmOfSigmoid() : scaled;
    }

    /**
     * The loss of a source after the smoothing of the refinement.
     *
     * @param loss {@code [N,1,H,W]}, not negative
     * @param source {@code [N,C,H,W]} in any precision, whose edges are kept
     * @param range the largest value that sources can have minus the smallest
     * @return {@code [N,1,H,W]}, not negative
     */
    public Tensor smooth(Tensor loss, Tensor source, double range) {
        if (refinement.smoothing() == 0) {
            return loss;
        }
        GuidedFilter filter = new GuidedFilter(refinement.smoothing(), Math.pow(EDGE * range, 2));
        return Scope.compute(
                () -> filter.smooth(loss, source.to(Precision.FP32).mean(1)).reluInPlace());
    }

    /** Whether weights can be computed only for a whole image, not for its tiles. */
    public boolean needsWholeImage() {
        return lossMap instanceof FeatureGradient;
    }

    /**
     * The radius of the receptive field of its weights, on features.
     *
     * @param decoderRadius radius of the decoder's receptive field
     */
    public int receptiveRadius(int decoderRadius) {
        return refinement.iterations() * (decoderRadius + 2 * refinement.smoothing());
    }

    /** All parts in one line, such as {@code maximum, L1, k=1, exp, softmax}. */
    @Override
    public String toString() {
        return DominabilityText.of(this);
    }
}
