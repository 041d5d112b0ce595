package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.LossMap.FeatureGradient;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A scene whose fusion weights steer the prompts of a network. */
record PromptedScene(PromptedModel model, StageClock clock, SourceTensors sources) implements WeighedScene {
    @Override
    public List<Tensor> components(Reference reference, boolean lastUse) {
        Fusion.requireComponents(model, reference);
        return reference == Reference.FUSED
                ? Collections.nCopies(count(), fused(sources))
                : IntStream.range(0, count())
                        .mapToObj(source -> fused(repeated(source)))
                        .toList();
    }

    private SourceTensors repeated(int source) {
        return new SourceTensors(
                Collections.nCopies(count(), sources.images().get(source)),
                sources.roles(),
                sources.task(),
                SourceAlphas.OPAQUE,
                Set.of());
    }

    private Tensor fused(SourceTensors all) {
        return WeighedScene.exact(clock.time(Stage.REFERENCE, () -> model.fuse(all)));
    }

    @Override
    public Tensor fusedUnder(Tensor weights) {
        return WeighedScene.exact(fuseLast(weights));
    }

    @Override
    public Tensor fuseLast(Tensor weights) {
        return clock.time(Stage.FUSE, () -> model.fuse(sources, weights));
    }

    @Override
    public Fusion.Losses gradients(Dominability dominability, FeatureGradient gradient) {
        throw Fusion.withoutFeatures(model);
    }
}
