package io.dynafuse.training;

import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Parts of scenes to learn from in one step.
 *
 * @param objective what is learned from them
 * @param sources M tensors {@code [N,C,H,W]} in [0,1]
 * @param truth {@code [N,C,H,W]} in [0,1], where such scenes have one
 */
public record Batch(Objective objective, List<Tensor> sources, Optional<Tensor> truth) {
    /** Copies the list. */
    public Batch {
        sources = List.copyOf(sources);
    }
}
