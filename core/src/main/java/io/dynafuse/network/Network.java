package io.dynafuse.network;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.Map;
import java.util.Optional;

/** A known network: its name, the parameters in its checkpoints, their initializers, and how to run it. */
public interface Network {
    /** The name on the command line, such as {@code ifcnn-sum}. */
    String id();

    /** One line for people: what it is and where it was published. */
    String description();

    /** Where it was published; empty for a network of one's own. */
    default Optional<Publication> publication() {
        return Optional.empty();
    }

    /** The facts that a caller must know to run it. */
    NetworkFacts facts();

    /** Every parameter that a checkpoint must hold, its initializer, and whether training changes it. */
    ParameterDeclarations parameters();

    /** Whether a parameter helps training alone, and no fusion depends on it. */
    default boolean isForTrainingOnly(String parameter) {
        return false;
    }

    /**
     * The modules that its training leaves beside it in a checkpoint and that inference does not need, by name: {@code proposal.weight} lies beside
     * {@code fusion.weight}.
     */
    default Map<String, ParameterDeclarations> companions() {
        return Map.of();
    }

    /** The adapter for parameter names in the files of its authors, if they differ. */
    default CheckpointAdapter checkpointAdapter() {
        return CheckpointAdapter.NONE;
    }

    /**
     * Whether the name of a file among its checkpoints says that it is for this network; of several that it names, the one with the longest id is meant.
     *
     * @param fileName in lower case, without folders
     */
    default boolean isNamedBy(String fileName) {
        return fileName.contains(id());
    }

    /**
     * The task that the name of a file among its published checkpoints says, if there is one for each task.
     *
     * @param fileName in lower case, without folders; of a file that was recognised by its checksum also its whole path in the repository
     */
    default Optional<Task> taskOf(String fileName) {
        return Optional.empty();
    }

    /** The default dominability for a task, or for an unknown task. */
    Dominability defaultDominability(Optional<Task> task);

    /**
     * The network ready for inference.
     *
     * @param parameters named and shaped as {@link #parameters} says, in 32-bit floats on the processor; not kept
     */
    FusionModel create(Parameters parameters, Device device, Precision precision);

    /**
     * The same forward pass over the caller's own parameters: those that require gradients can be differentiated by. Tensors that it
     * creates at once belong to the open {@link io.dynafuse.torch.Scope}.
     *
     * @param parameters named and shaped as {@link #parameters} says, in 32-bit floats
     */
    FusionModel over(Parameters parameters);

    /**
     * The margin in pixels on every side of the sources that {@link #over} uses only as context and does not fuse: its result is {@code
     * [N,C,H−2·margin,W−2·margin]}. A network whose layers repeat the border of the image leaves out the pixels that depend on repeated ones.
     */
    default int margin() {
        return 0;
    }
}
