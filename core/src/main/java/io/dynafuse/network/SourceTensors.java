package io.dynafuse.network;

import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The sources of one scene as a network takes them.
 *
 * @param images M tensors {@code [N,C,H,W]} of one size in the network's numbers, filled where they have no data
 * @param roles what each image is, in the same order; none where that is not known
 * @param task what is fused, where that is known
 * @param alphas how far each image has data
 */
public record SourceTensors(List<Tensor> images, List<Role> roles, Optional<Task> task, SourceAlphas alphas) {
    /** @throws IllegalArgumentException if there are roles, and not as many as images */
    public SourceTensors {
        images = List.copyOf(images);
        roles = List.copyOf(roles);
        if (!roles.isEmpty() && roles.size() != images.size()) {
            throw new IllegalArgumentException("expected " + images.size() + " roles, found " + roles.size());
        }
    }

    /** Opaque sources of which nothing else is known. */
    public static SourceTensors of(List<Tensor> images) {
        return new SourceTensors(images, List.of(), Optional.empty(), SourceAlphas.OPAQUE);
    }

    /** The number of sources, M. */
    public int count() {
        return images.size();
    }
}
