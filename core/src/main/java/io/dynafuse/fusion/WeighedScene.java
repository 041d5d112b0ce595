package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;

/** The sources of a scene, with the component and the target of each under a reference, and their fusion under weights. */
interface WeighedScene {
    /** The network. */
    FusionModel model();

    /** The clock which adds up the time of each stage. */
    StageClock clock();

    SourceTensors sources();

    /**
     * The component of each source, {@code [N,C,H,W]} in 32 bits.
     *
     * @param lastUse whether the scene will be used only once more, to fuse with weights
     * @throws IllegalArgumentException if the network makes none of this reference
     */
    List<Tensor> components(Reference reference, boolean lastUse);

    /** The image under weights, {@code [N,C,H,W]} in 32 bits; the scene stays as it is. */
    Tensor fusedUnder(Tensor weights);

    /** The image under weights, {@code [N,C,H,W]}; the scene is not used any more. */
    Tensor fuseLast(Tensor weights);

    /**
     * The losses of all sources by the derivative of a loss.
     *
     * @throws IllegalArgumentException if the network has no features to derive by, or not that channel, or the loss needs a larger image
     */
    Fusion.Losses gradients(Dominability dominability, FeatureGradient gradient);

    default int count() {
        return sources().count();
    }

    default SourceAlphas alphas() {
        return sources().alphas();
    }

    /** The largest of the network's values minus the smallest, for images in [0,1]. */
    default double range() {
        return model().facts().inputs().normalisation().range();
    }

    /** The target of each component, {@code [N,C,H,W]} in 32 bits. */
    default List<Tensor> targets(Reference reference) {
        List<Tensor> exact =
                sources().images().stream().map(WeighedScene::exact).toList();
        if (reference != Reference.MAXIMUM) {
            return exact;
        }
        return Collections.nCopies(count(), alphas().maximum(exact));
    }

    // Losses differ between sources by small amounts, which bfloat16 would round away; and their mean over few
    // channels is many times faster with each channel in one piece.
    static Tensor exact(Tensor image) {
        return Scope.compute(() -> image.to(Precision.FP32).planar());
    }
}
