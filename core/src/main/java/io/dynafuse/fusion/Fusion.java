package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.StaticRule;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * Fusion on tensors: the network's own static fusion, or dynamic fusion with weights found at test time (TTD, Algorithm 1). Features
 * are encoded once and reused for the reference and the result. Runs inside an open {@link Scope}.
 *
 * @param model the network
 * @param clock where the time of each stage is added up
 * @param alphas of the sources
 */
public record Fusion(FusionModel model, StageClock clock, SourceAlphas alphas) {
    /** Fusion of opaque sources. */
    public Fusion(FusionModel model, StageClock clock) {
        this(model, clock, SourceAlphas.OPAQUE);
    }

    /**
     * What dynamic fusion makes of M sources.
     *
     * @param fused {@code [N,C,H,W]} in the network's numbers
     * @param losses ℓ {@code [N,M,H,W]}, source m in channel m
     * @param weights ω {@code [N,M,H,W]}
     * @param channel the channel of the gradient that was chosen where the dominability leaves it open
     */
    public record Dynamic(Tensor fused, Tensor losses, Tensor weights, OptionalInt channel) {}

    /**
     * The network's own fusion, without weights.
     *
     * @param sources M ≥ 2 tensors {@code [N,C,H,W]} in the network's numbers
     * @return {@code [N,C,H,W]}
     * @throws IllegalArgumentException if there are fewer than 2 sources
     */
    public Tensor fuseStatically(List<Tensor> sources) {
        requireTwo(sources);
        return Scope.compute(() -> {
            List<Tensor> features = encode(sources);
            return decode(features, clock.time(Stage.FUSE, () -> alphas.fuseInPlace(model, features)));
        });
    }

    /**
     * Fusion with weights from the sources' relative dominability.
     *
     * @param sources M ≥ 2 tensors {@code [N,C,H,W]} in the network's numbers
     * @throws IllegalArgumentException if there are fewer than 2 sources, the network has no such channel of features, or the loss of
     *     a gradient needs a larger image
     */
    public Dynamic fuseDynamically(List<Tensor> sources, Dominability dominability) {
        requireTwo(sources);
        try (Scope scope = Scope.open()) {
            List<Tensor> features = encode(sources);
            boolean reuse = staticFusionTakesFirst(dominability);
            Losses losses = losses(sources, features, dominability, reuse);
            Tensor weights = clock.time(Stage.DOMINABILITY, () -> alphas.weights(dominability, losses.perPixel()));
            Tensor fused = clock.time(
                    Stage.FUSE,
                    () -> reuse ? model.reweighInPlace(features, weights) : model.fuseInPlace(features, weights));
            return new Dynamic(
                    scope.release(decode(features, fused)),
                    scope.release(losses.perPixel()),
                    scope.release(weights),
                    losses.channel());
        }
    }

    /**
     * How well each channel of the gradient would do for weights: Σₘ Cov(ω⁽ᵐ⁾, ℓ⁽ᵐ⁾), the last term of TTD's Eq. 4, over the pixels; the
     * more negative, the better. ω are the weights of the channel's scaled derivatives, without contrast and smoothing, and ℓ is the L1
     * loss of each source's component.
     *
     * @param sources M ≥ 2 tensors {@code [1,C,H,W]} in the network's numbers
     * @return a number for each channel of the network's features
     * @throws IllegalArgumentException if there are fewer than 2 sources, the dominability is not made of a gradient, or its loss needs
     *     a larger image
     */
    public double[] channelCovariances(List<Tensor> sources, Dominability dominability) {
        requireTwo(sources);
        if (!(dominability.lossMap() instanceof FeatureGradient gradient)) {
            throw new IllegalArgumentException("expected fusion weights by a gradient, found " + dominability);
        }
        try (Scope scope = Scope.open()) {
            List<Tensor> features = encode(sources);
            List<Tensor> derivatives = new FeatureGradients(model, clock, alphas, gradient).of(sources, features);
            return new ChannelCovariances(model, clock, alphas, dominability).of(derivatives, sources, features);
        }
    }

    /**
     * The losses of sources.
     *
     * @param perPixel {@code [N,M,H,W]}
     * @param channel of the gradient that was chosen
     */
    record Losses(Tensor perPixel, OptionalInt channel) {}

    private Losses losses(List<Tensor> sources, List<Tensor> features, Dominability dominability, boolean reuse) {
        if (dominability.lossMap() instanceof FeatureGradient gradient) {
            return new GradientLosses(model, clock, alphas, dominability, gradient).of(sources, features);
        }
        PixelLosses losses = new PixelLosses(model, clock, alphas, dominability, (PixelLoss) dominability.lossMap());
        return new Losses(losses.of(sources, features, reuse), OptionalInt.empty());
    }

    /** Whether the reference is a sum that can take the place of the first features, as they can be told from it again. */
    private boolean staticFusionTakesFirst(Dominability dominability) {
        return alphas.areFull()
                && dominability.lossMap() instanceof PixelLoss loss
                && loss.reference() == Reference.FUSED
                && dominability.refinement().iterations() == 1
                && model.network().facts().staticRule() != StaticRule.MAXIMUM;
    }

    private static void requireTwo(List<Tensor> sources) {
        if (sources.size() < 2) {
            throw new IllegalArgumentException("expected 2 or more sources, found " + sources.size());
        }
    }

    private List<Tensor> encode(List<Tensor> sources) {
        return clock.time(Stage.ENCODE, () -> model.encode(sources));
    }

    /** Decodes what was fused in the memory of the first features; the others have done their part and make room. */
    private Tensor decode(List<Tensor> features, Tensor fused) {
        features.stream().skip(1).forEach(Tensor::close);
        return clock.time(Stage.DECODE, () -> model.decode(fused));
    }
}
