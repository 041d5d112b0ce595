package io.dynafuse.training;

import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.SceneThing;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Parts of scenes to learn from in one step.
 *
 * @param objective what is learned from them
 * @param scenes what messages call the scenes that the N parts are of
 * @param sources M tensors {@code [N,C,H,W]} in [0,1]
 * @param truth {@code [N,C,H,W]} in [0,1], where such scenes have one
 * @param illumination the light of each of the N scenes; none if it is not known of all
 * @param things the people and cars of each of the N parts, in its pixels; none if they are not known of all
 * @param seed from which follows what a step draws besides, other for every batch
 */
public record Batch(
        Objective objective,
        List<String> scenes,
        List<Tensor> sources,
        Optional<Tensor> truth,
        List<Illumination> illumination,
        List<List<SceneThing>> things,
        long seed) {
    /** Parts of scenes of which neither the light nor the things are known, of the seed 0. */
    public Batch(Objective objective, List<String> scenes, List<Tensor> sources, Optional<Tensor> truth) {
        this(objective, scenes, sources, truth, List.of(), List.of(), 0);
    }

    /** Copies the lists. */
    public Batch {
        scenes = List.copyOf(scenes);
        sources = List.copyOf(sources);
        illumination = List.copyOf(illumination);
        things = things.stream().map(List::copyOf).toList();
    }
}
