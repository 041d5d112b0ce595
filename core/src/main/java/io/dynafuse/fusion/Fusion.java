package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.Borders;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fusion on tensors: the network's own static fusion, or dynamic fusion with weights computed at test time (TTD, Algorithm 1). Sources
 * are encoded once, for the reference and the result. Runs inside an open {@link Scope}.
 *
 * @param model the network
 * @param clock which adds up the time of each stage
 * @param stripRows the rows of the strips that an image is fused in by a network with a local receptive field; as many as are fast if empty
 */
public record Fusion(FusionModel model, StageClock clock, OptionalInt stripRows) {
    /** Fusion in strips of as many rows as are fast. */
    public Fusion(FusionModel model, StageClock clock) {
        this(model, clock, OptionalInt.empty());
    }

    /**
     * The result of dynamic fusion of M sources.
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
     * @return {@code [N,C,H,W]}
     * @throws IllegalArgumentException if the network does not take this number of sources
     */
    public Tensor fuseStatically(SourceTensors sources) {
        requireCount(sources.count(), model);
        Optional<? extends Weighting<?>> weighting = model.weighting();
        return strips(sources, Optional.empty())
                .map(
                        sources,
                        (rows, borders) -> List.of(
                                weighting.isEmpty()
                                        ? clock.time(Stage.FUSE, () -> model.fuse(rows))
                                        : Scope.compute(
                                                () -> EncodedScene.of(model, weighting.get(), clock, rows, borders)
                                                        .fuseLast())))
                .get(0);
    }

    private RowStrips strips(SourceTensors sources, Optional<Dominability> dominability) {
        return RowStrips.of(model, sources, dominability, stripRows);
    }

    /**
     * Fusion with weights from the sources' relative dominability: on features, or steering the prompts of a network that makes some.
     *
     * @throws IllegalArgumentException if the network does not take this number of sources, has no place for weights or no such channel of
     *     features, the weights are to act on images, or the loss of a gradient needs a larger image
     */
    public Dynamic fuseDynamically(SourceTensors sources, Dominability dominability) {
        if (dominability.imageSpace().isPresent()) {
            throw new IllegalArgumentException(
                    "weights on images are no weights on tensors: expected features, found " + dominability);
        }
        requireCount(sources.count(), model);
        // Only a gradient chooses one, and that is of the image as a whole.
        AtomicReference<OptionalInt> channel = new AtomicReference<>(OptionalInt.empty());
        List<Tensor> made = strips(sources, Optional.of(dominability)).map(sources, (rows, borders) -> {
            Dynamic ofRows = fuseDynamically(rows, borders, dominability);
            channel.set(ofRows.channel());
            return List.of(ofRows.fused(), ofRows.losses(), ofRows.weights());
        });
        return new Dynamic(made.get(0), made.get(1), made.get(2), channel.get());
    }

    private Dynamic fuseDynamically(SourceTensors sources, Borders borders, Dominability dominability) {
        try (Scope scope = Scope.open()) {
            WeighedScene scene = weighed(sources, borders);
            Losses losses = losses(scene, dominability);
            Tensor weights =
                    clock.time(Stage.DOMINABILITY, () -> scene.alphas().weights(dominability, losses.perPixel()));
            return new Dynamic(
                    scope.release(scene.fuseLast(weights)),
                    scope.release(losses.perPixel()),
                    scope.release(weights),
                    losses.channel());
        }
    }

    /**
     * The component of each source, in 32 bits: the image from this source alone, of which its loss is taken.
     *
     * @return M tensors {@code [N,C,H,W]}
     * @throws IllegalArgumentException if the network does not take this number of sources, or has no place for weights
     */
    public List<Tensor> components(SourceTensors sources) {
        try (Scope scope = Scope.open()) {
            List<Tensor> components = encode(sources).components(Reference.COMPONENT, false);
            components.forEach(scope::release);
            return components;
        }
    }

    /**
     * Rates each channel of the gradient for use in fusion weights: Σₘ Cov(ω⁽ᵐ⁾, ℓ⁽ᵐ⁾), the last term of TTD's Eq. 4, over the pixels; the
     * more negative, the better. ω are the weights of the channel's scaled derivatives, without contrast and smoothing, and ℓ is the L1
     * loss of each source's component.
     *
     * @param sources of one scene, N = 1
     * @return a number for each channel of the network's features
     * @throws IllegalArgumentException if the network does not take this number of sources or has no place for weights, the dominability is not
     *     made of a gradient, or its loss needs a larger image
     */
    public double[] channelCovariances(SourceTensors sources, Dominability dominability) {
        if (!(dominability.lossMap() instanceof FeatureGradient gradient)) {
            throw new IllegalArgumentException("expected fusion weights by a gradient, found " + dominability);
        }
        try (Scope scope = Scope.open()) {
            EncodedScene<?> scene = encode(sources);
            return new ChannelCovariances(scene, dominability).of(new FeatureGradients(scene, gradient).of());
        }
    }

    /**
     * The losses of sources.
     *
     * @param perPixel {@code [N,M,H,W]}
     * @param channel of the gradient that was chosen
     */
    record Losses(Tensor perPixel, OptionalInt channel) {}

    private static Losses losses(WeighedScene scene, Dominability dominability) {
        if (dominability.lossMap() instanceof FeatureGradient gradient) {
            return scene.gradients(dominability, gradient);
        }
        PixelLosses losses = new PixelLosses(scene, dominability, (PixelLoss) dominability.lossMap());
        return new Losses(losses.beforeWeights(), OptionalInt.empty());
    }

    private WeighedScene weighed(SourceTensors sources, Borders borders) {
        return model instanceof PromptedModel prompted
                ? new PromptedScene(prompted, clock, sources)
                : EncodedScene.of(model, requireWeighting(model), clock, sources, borders);
    }

    private EncodedScene<?> encode(SourceTensors sources) {
        requireCount(sources.count(), model);
        return EncodedScene.of(model, requireWeighting(model), clock, sources);
    }

    static Weighting<?> requireWeighting(FusionModel model) {
        Optional<? extends Weighting<?>> weighting = model.weighting();
        if (weighting.isEmpty()) {
            throw new IllegalArgumentException(
                    model.network().id() + " has no place where fusion weights can act; it fuses statically only");
        }
        return weighting.get();
    }

    /**
     * Checks, before there are sources, that the network can be weighed as asked.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static void requireWeighed(FusionModel model, Dominability dominability) {
        if (model.weighting().isPresent()) {
            return;
        }
        requireComponents(model, dominability.lossMap().reference());
        if (dominability.imageSpace().isPresent()) {
            return;
        }
        if (!(model instanceof PromptedModel)) {
            requireWeighting(model);
        }
        if (dominability.needsWholeImage()) {
            throw withoutFeatures(model);
        }
    }

    static void requireComponents(FusionModel model, Reference reference) {
        if (model.weighting().isEmpty() && (reference == Reference.COMPONENT || reference == Reference.MAXIMUM)) {
            throw new IllegalArgumentException(model.network().id()
                    + " makes no image of one source alone: expected reference fused or self-fused, found "
                    + (reference == Reference.COMPONENT ? "component" : "maximum"));
        }
    }

    static IllegalArgumentException withoutFeatures(FusionModel model) {
        return new IllegalArgumentException(
                model.network().id() + " has no features to derive a loss by: expected weights without a gradient");
    }

    static void requireCount(int sources, FusionModel model) {
        Inputs inputs = model.facts().inputs();
        if (sources < inputs.leastSources()) {
            throw new IllegalArgumentException(
                    "expected " + inputs.leastSources() + " or more sources, found " + sources);
        }
        if (sources > inputs.mostSources()) {
            throw new IllegalArgumentException(model.network().id() + " fuses at most " + inputs.mostSources()
                    + " sources at once, found " + sources
                    + "; expected fewer, or a network for any number, such as IFCNN");
        }
    }
}
