package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.Borders;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The encoded sources of a scene, with the component and the target of each under a reference.
 *
 * @param model the network
 * @param weighting of the network
 * @param clock which adds up the time of each stage
 * @param encoded the encoded sources
 * @param <F> the type of the encoded sources in the network
 */
record EncodedScene<F>(FusionModel model, Weighting<F> weighting, StageClock clock, SourceTensors sources, F encoded)
        implements WeighedScene {
    /** Encodes sources; the tensors belong to the open {@link Scope}. */
    static <F> EncodedScene<F> of(FusionModel model, Weighting<F> weighting, StageClock clock, SourceTensors sources) {
        return of(model, weighting, clock, sources, Borders.WHOLE);
    }

    /**
     * Encodes some of the rows of sources.
     *
     * @param sources of the rows and of as many more as the weighting {@linkplain Weighting#narrowing leaves out}
     */
    static <F> EncodedScene<F> of(
            FusionModel model, Weighting<F> weighting, StageClock clock, SourceTensors sources, Borders borders) {
        F encoded = clock.time(Stage.ENCODE, () -> weighting.encode(sources, borders));
        SourceTensors inner = sources.rows(tensor -> borders.inner(tensor, weighting.narrowing()));
        return new EncodedScene<>(model, weighting, clock, inner, encoded);
    }

    /** The same scene with other features. */
    EncodedScene<F> withFeatures(List<Tensor> features) {
        return new EncodedScene<>(model, weighting, clock, sources, weighting.withFeatures(encoded, features));
    }

    /** The static fusion; it may overwrite the encoded sources. */
    Tensor fuseLast() {
        return decode(clock.time(Stage.FUSE, () -> weighting.fuseLast(encoded)));
    }

    @Override
    public Tensor fuseLast(Tensor weights) {
        return decode(clock.time(Stage.FUSE, () -> weighting.fuseLast(encoded, weights)));
    }

    private Tensor decode(Tensor fused) {
        return clock.time(Stage.DECODE, () -> weighting.decode(encoded, fused));
    }

    @Override
    public List<Tensor> components(Reference reference, boolean lastUse) {
        return switch (reference) {
            case COMPONENT, MAXIMUM ->
                IntStream.range(0, count()).mapToObj(this::component).toList();
            case SELF_FUSED ->
                IntStream.range(0, count()).mapToObj(this::fusedWithItself).toList();
            case FUSED -> Collections.nCopies(count(), fusedStatically(lastUse));
        };
    }

    private Tensor component(int source) {
        return Scope.compute(
                () -> WeighedScene.exact(clock.time(Stage.REFERENCE, () -> weighting.component(encoded, source))));
    }

    private Tensor fusedWithItself(int source) {
        return Scope.compute(() -> {
            F repeated = weighting.repeated(encoded, source);
            return reference(repeated, clock.time(Stage.FUSE, () -> weighting.fuse(repeated)));
        });
    }

    private Tensor fusedStatically(boolean lastUse) {
        return Scope.compute(() -> reference(
                encoded,
                clock.time(
                        Stage.FUSE, () -> lastUse ? weighting.fuseBeforeWeights(encoded) : weighting.fuse(encoded))));
    }

    @Override
    public Tensor fusedUnder(Tensor weights) {
        return Scope.compute(() -> reference(encoded, clock.time(Stage.FUSE, () -> weighting.fuse(encoded, weights))));
    }

    private Tensor reference(F of, Tensor fused) {
        return WeighedScene.exact(clock.time(Stage.REFERENCE, () -> weighting.decode(of, fused)));
    }

    @Override
    public Fusion.Losses gradients(Dominability dominability, FeatureGradient gradient) {
        return new GradientLosses(this, dominability, gradient).of();
    }
}
