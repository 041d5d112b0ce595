package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.model.FusionModel;
import io.dynafuse.model.StaticRule;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Fusion on tensors: the network's own static fusion, or dynamic fusion with weights found at test time (TTD, Algorithm 1). Features
 * are encoded once and reused for the reference and the result. Runs inside an open {@link Scope}.
 *
 * @param model the network
 * @param clock where the time of each stage is added up
 */
public record Fusion(FusionModel model, StageClock clock) {

    /**
     * What dynamic fusion makes of M sources.
     *
     * @param fused {@code [N,C,H,W]} in the network's numbers
     * @param losses ℓ {@code [N,M,H,W]}, source m in channel m
     * @param weights ω {@code [N,M,H,W]}
     */
    public record Dynamic(Tensor fused, Tensor losses, Tensor weights) {}

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
            return decode(features, clock.time(Stage.FUSE, () -> model.fuseInPlace(features)));
        });
    }

    /**
     * Fusion with weights from the sources' relative dominability.
     *
     * @param sources M ≥ 2 tensors {@code [N,C,H,W]} in the network's numbers
     * @throws IllegalArgumentException if there are fewer than 2 sources
     */
    public Dynamic fuseDynamically(List<Tensor> sources, Dominability dominability) {
        requireTwo(sources);
        try (Scope scope = Scope.open()) {
            List<Tensor> features = encode(sources);
            Tensor losses = losses(sources, features, dominability);
            Tensor weights = clock.time(Stage.DOMINABILITY, () -> dominability.weights(losses));
            Tensor fused = clock.time(
                    Stage.FUSE,
                    () -> staticFusionTakesFirst(dominability.reference())
                            ? model.reweighInPlace(features, weights)
                            : model.fuseInPlace(features, weights));
            return new Dynamic(scope.release(decode(features, fused)), scope.release(losses), scope.release(weights));
        }
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

    private Tensor losses(List<Tensor> sources, List<Tensor> features, Dominability dominability) {
        return Scope.compute(() -> {
            List<Tensor> components = components(features, dominability.reference());
            return clock.time(Stage.DOMINABILITY, () -> {
                List<Tensor> targets = targets(sources, dominability.reference());
                List<Tensor> losses = new ArrayList<>();
                for (int m = 0; m < sources.size(); m++) {
                    losses.add(dominability.norm().loss(components.get(m), targets.get(m)));
                }
                return Tensor.concatenate(losses, 1);
            });
        });
    }

    private List<Tensor> components(List<Tensor> features, Reference reference) {
        return switch (reference) {
            case COMPONENT, MAXIMUM ->
                features.stream().map(feature -> reference(() -> feature)).toList();
            case SELF_FUSED ->
                features.stream()
                        .map(feature -> reference(() -> model.fuse(Collections.nCopies(features.size(), feature))))
                        .toList();
            case FUSED ->
                Collections.nCopies(
                        features.size(),
                        reference(() -> staticFusionTakesFirst(reference)
                                ? model.fuseInPlace(features)
                                : model.fuse(features)));
        };
    }

    /** Whether the reference is a sum that can take the place of the first features, as they can be told from it again. */
    private boolean staticFusionTakesFirst(Reference reference) {
        return reference == Reference.FUSED && model.network().facts().staticRule() != StaticRule.MAXIMUM;
    }

    private Tensor reference(Supplier<Tensor> fused) {
        return Scope.compute(() -> {
            Tensor feature = clock.time(Stage.FUSE, fused);
            return exact(clock.time(Stage.REFERENCE, () -> model.decode(feature)));
        });
    }

    private static List<Tensor> targets(List<Tensor> sources, Reference reference) {
        List<Tensor> exact = sources.stream().map(Fusion::exact).toList();
        if (reference != Reference.MAXIMUM) {
            return exact;
        }
        Tensor maximum = exact.stream().reduce(Tensor::maximum).orElseThrow();
        return Collections.nCopies(sources.size(), maximum);
    }

    // Losses tell sources apart by small differences, which bfloat16 would round away; and their mean over
    // few channels is many times faster with each channel in one piece.
    private static Tensor exact(Tensor image) {
        return Scope.compute(() -> image.to(Precision.FP32).planar());
    }
}
