package io.dynafuse.network;

import io.dynafuse.task.Task;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that makes a prompt for each source, a number a place by which it weighs the source inside. Prompts are its own dynamic weights; a person can
 * turn them, and weights found otherwise can steer them.
 */
public interface PromptedModel extends FusionModel {
    /** How its prompts are turned. */
    PromptSettings settings();

    /** How it is given images of any size. */
    Sizing sizing();

    /** What a user should know about its fusion of a task, in one line: whose router chooses if it learned none for it. */
    Optional<String> note(Optional<Task> task);

    /** The same network with its prompts turned; closing it closes this one. */
    PromptedModel with(PromptSettings settings, Sizing sizing);

    /**
     * The fusion with prompts that weights steer: each is multiplied by M·ω of its source there.
     *
     * @param weights ω {@code [N,M,H,W]}, of the sources in the order of {@code sources}; equal ones change nothing
     * @return {@code [N,C,H,W]}
     */
    Tensor fuse(SourceTensors sources, Tensor weights);

    /** The names of the layers that make prompts, in their order, such as {@code encoder1}. */
    List<String> layersOfPrompts();

    /** The prompts of these layers by name, as they are after they were turned, {@code [N,M,H,W]}. */
    Map<String, Tensor> prompts(SourceTensors sources);
}
