package io.dynafuse.training;

import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Parts of scenes to learn from in one step.
 *
 * @param lesson which of the plan's lessons they belong to
 * @param sources M tensors {@code [N,C,H,W]} in [0,1]
 * @param truth {@code [N,C,H,W]} in [0,1], where the lesson has one
 */
public record Batch(Lesson lesson, List<Tensor> sources, Optional<Tensor> truth) {
    /** Copies the list. */
    public Batch {
        sources = List.copyOf(sources);
    }
}
