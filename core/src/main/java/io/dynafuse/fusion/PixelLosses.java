package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * ℓ as the difference between the component of a source and its target (TTD, Eq. 6).
 *
 * @param loss the reference and the norm; that of {@code dominability}
 */
record PixelLosses(WeighedScene scene, Dominability dominability, PixelLoss loss) {

    /** The losses of all sources, {@code [N,M,H,W]}; afterwards the scene may be used only once more, to fuse with weights. */
    Tensor beforeWeights() {
        return Scope.compute(() -> {
            int iterations = dominability.refinement().iterations();
            List<Tensor> targets = time(() -> scene.targets(loss.reference()));
            Tensor losses = losses(scene.components(loss.reference(), iterations == 1), targets);
            for (int i = 1; i < iterations; i++) {
                Tensor last = losses;
                losses = Scope.compute(() -> {
                    Tensor weights = time(() -> scene.alphas().weights(dominability, last));
                    return losses(Collections.nCopies(scene.count(), scene.fusedUnder(weights)), targets);
                });
            }
            return losses;
        });
    }

    private Tensor losses(List<Tensor> components, List<Tensor> targets) {
        return time(() -> Scope.compute(() -> {
            List<Tensor> losses = new ArrayList<>();
            for (int m = 0; m < scene.count(); m++) {
                Tensor difference = loss.norm().loss(components.get(m), targets.get(m));
                losses.add(
                        dominability.smooth(difference, scene.sources().images().get(m), scene.range()));
            }
            return Tensor.concatenate(losses, 1);
        }));
    }

    private <T> T time(Supplier<T> work) {
        return scene.clock().time(Stage.DOMINABILITY, work);
    }
}
