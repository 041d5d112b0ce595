package io.dynafuse.fusion;

import io.dynafuse.dominability.Reference;
import io.dynafuse.network.FusionModel;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;

/**
 * What a reference holds against what, for every source.
 *
 * @param model the network
 * @param clock where the time of each stage is added up
 * @param alphas of the sources
 */
record ReferenceComponents(FusionModel model, StageClock clock, SourceAlphas alphas) {

    /**
     * What the network makes of each source, {@code [N,C,H,W]} in 32 bits.
     *
     * @param features of every source; the first is lost where {@code reuse} lets the static fusion take its place
     */
    List<Tensor> components(List<Tensor> features, Reference reference, boolean reuse) {
        return switch (reference) {
            case COMPONENT, MAXIMUM -> features.stream().map(this::decode).toList();
            case SELF_FUSED ->
                features.stream()
                        .map(feature -> decodeFusedWithItself(feature, features.size()))
                        .toList();
            case FUSED -> Collections.nCopies(features.size(), decodeFused(features, reuse));
        };
    }

    private Tensor decodeFusedWithItself(Tensor feature, int sources) {
        return Scope.compute(() ->
                decode(clock.time(Stage.FUSE, () -> model.fuse(Collections.nCopies(sources, feature)))));
    }

    private Tensor decodeFused(List<Tensor> features, boolean reuse) {
        return Scope.compute(() -> decode(
                clock.time(Stage.FUSE, () -> reuse ? model.fuseInPlace(features) : alphas.fuse(model, features))));
    }

    /** The image of features in 32 bits. */
    Tensor decode(Tensor feature) {
        return Scope.compute(() -> exact(clock.time(Stage.REFERENCE, () -> model.decode(feature))));
    }

    /** What each component should be, {@code [N,C,H,W]} in 32 bits. */
    List<Tensor> targets(List<Tensor> sources, Reference reference) {
        List<Tensor> exact = sources.stream().map(ReferenceComponents::exact).toList();
        if (reference != Reference.MAXIMUM) {
            return exact;
        }
        return Collections.nCopies(sources.size(), alphas.maximum(exact));
    }

    // Losses tell sources apart by small differences, which bfloat16 would round away; and their mean over
    // few channels is many times faster with each channel in one piece.
    private static Tensor exact(Tensor image) {
        return Scope.compute(() -> image.to(Precision.FP32).planar());
    }
}
