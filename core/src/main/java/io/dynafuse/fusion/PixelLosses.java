package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.network.FusionModel;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * ℓ as the difference between what the network makes of a source and what it should have made (TTD, Eq. 6).
 *
 * @param loss what is compared, and how; that of {@code dominability}
 */
record PixelLosses(
        FusionModel model, StageClock clock, SourceAlphas alphas, Dominability dominability, PixelLoss loss) {

    /**
     * The losses of all sources, {@code [N,M,H,W]}.
     *
     * @param reuse whether the static fusion may take the place of the first features
     */
    Tensor of(List<Tensor> sources, List<Tensor> features, boolean reuse) {
        return Scope.compute(() -> {
            ReferenceComponents references = new ReferenceComponents(model, clock, alphas);
            List<Tensor> targets = clock.time(Stage.DOMINABILITY, () -> references.targets(sources, loss.reference()));
            Tensor losses = losses(references.components(features, loss.reference(), reuse), targets, sources);
            for (int i = 1; i < dominability.refinement().iterations(); i++) {
                Tensor last = losses;
                losses = Scope.compute(() -> {
                    Tensor fused = references.decode(weigh(features, last));
                    return losses(Collections.nCopies(features.size(), fused), targets, sources);
                });
            }
            return losses;
        });
    }

    private Tensor weigh(List<Tensor> features, Tensor losses) {
        return Scope.compute(() -> {
            Tensor weights = clock.time(Stage.DOMINABILITY, () -> alphas.weights(dominability, losses));
            return clock.time(Stage.FUSE, () -> model.fuse(features, weights));
        });
    }

    private Tensor losses(List<Tensor> components, List<Tensor> targets, List<Tensor> sources) {
        double range = model.network().facts().normalisation().range();
        return clock.time(
                Stage.DOMINABILITY,
                () -> Scope.compute(() -> {
                    List<Tensor> losses = new ArrayList<>();
                    for (int m = 0; m < sources.size(); m++) {
                        Tensor difference = loss.norm().loss(components.get(m), targets.get(m));
                        losses.add(dominability.smooth(difference, sources.get(m), range));
                    }
                    return Tensor.concatenate(losses, 1);
                }));
    }
}
