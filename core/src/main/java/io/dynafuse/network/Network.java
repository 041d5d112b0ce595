package io.dynafuse.network;

import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.Optional;

/** A known network: its name, what its checkpoints hold, where its training begins, and how to run it. */
public interface Network {
    /** The name on the command line, such as {@code ifcnn-sum}. */
    String id();

    /** One line for people: what it is and where it was published. */
    String description();

    /** What a caller must know to run it. */
    NetworkFacts facts();

    /** Every parameter that a checkpoint must hold, what a training begins it with, and whether training changes it. */
    ParameterDeclarations parameters();

    /** How files of its authors name the parameters, where they do it in another way. */
    default CheckpointAdapter checkpointAdapter() {
        return CheckpointAdapter.NONE;
    }

    /** Which dominability runs for a task, or where no task is known, unless the user chooses another. */
    Dominability defaultDominability(Optional<Task> task);

    /**
     * The network ready for inference.
     *
     * @param parameters named and shaped as {@link #parameters} says, in 32-bit floats on the processor; not kept
     */
    FusionModel create(Parameters parameters, Device device, Precision precision);

    /**
     * The same forward over parameters as they are, which stay the caller's: derivatives by those that require gradients can be found.
     * What it makes while it is created belongs to the open {@link io.dynafuse.torch.Scope}.
     *
     * @param parameters named and shaped as {@link #parameters} says, in 32-bit floats
     */
    FusionModel over(Parameters parameters);

    /**
     * How many pixels on every side of the sources {@link #over} only sees and does not fuse: its result is {@code [N,C,H−2·margin,W−2·margin]}. A
     * network whose layers repeat the border of the image leaves out what is computed from repeated pixels.
     */
    default int margin() {
        return 0;
    }
}
