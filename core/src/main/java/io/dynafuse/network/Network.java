package io.dynafuse.network;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A known network: its name, what its checkpoints hold, and how to run it. */
public interface Network {
    /** The name on the command line, such as {@code ifcnn-sum}. */
    String id();

    /** One line for people: what it is and where it was published. */
    String description();

    /** What a caller must know to run it. */
    NetworkFacts facts();

    /** Name and shape of every parameter a checkpoint must hold, in the network's order. */
    Map<String, List<Long>> parameterShapes();

    /** Which dominability runs for a task, or where no task is known, unless the user chooses another. */
    Dominability defaultDominability(Optional<Task> task);

    /**
     * The network ready for inference.
     *
     * @param parameters named and shaped as {@link #parameterShapes} says, in 32-bit floats on the processor; not kept
     */
    FusionModel create(Parameters parameters, Device device, Precision precision);
}
