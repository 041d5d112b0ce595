package io.dynafuse.network;

import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The sources of one scene as the input of a network.
 *
 * @param images M tensors {@code [N,C,H,W]} of one size in the network's numbers, filled where they have no data
 * @param roles what each image is, in the same order; none if unknown
 * @param task the task, if it is known
 * @param alphas the alphas of the images
 * @param gray the indices of images that were gray: before the normalisation, their channels are equal
 */
public record SourceTensors(
        List<Tensor> images, List<Role> roles, Optional<Task> task, SourceAlphas alphas, Set<Integer> gray) {
    /** @throws IllegalArgumentException if there are roles, and not as many as images */
    public SourceTensors {
        gray = Set.copyOf(gray);
        images = List.copyOf(images);
        roles = List.copyOf(roles);
        if (!roles.isEmpty() && roles.size() != images.size()) {
            throw new IllegalArgumentException("expected " + images.size() + " roles, found " + roles.size());
        }
    }

    /** Opaque sources, of which neither roles and task are known nor whether they are gray. */
    public static SourceTensors of(List<Tensor> images) {
        return new SourceTensors(images, List.of(), Optional.empty(), SourceAlphas.OPAQUE, Set.of());
    }

    /** Some of the rows of all sources; {@code rows} chooses them from a tensor {@code [N,C,H,W]}. */
    public SourceTensors rows(UnaryOperator<Tensor> rows) {
        return new SourceTensors(images.stream().map(rows).toList(), roles, task, alphas.rows(rows), gray);
    }

    /** The number of sources, M. */
    public int count() {
        return images.size();
    }
}
