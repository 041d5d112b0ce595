package io.dynafuse.graph;

import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * A loaded graph: functions from tensors to tensors, whose parameters it holds. It may be used from one thread at a time, inside an open {@link
 * io.dynafuse.torch.Scope}.
 */
public interface Graph extends AutoCloseable {
    /** The functions that it has; an ONNX graph has the one that is called {@link GraphFunction#FORWARD}. */
    List<GraphFunction> functions();

    /**
     * Runs a function.
     *
     * @param inputs in 32-bit floats, in the order of its parameters; not changed
     * @return what it returns: one tensor, or the tensors of a tuple or list in their order
     * @throws io.dynafuse.torch.EngineException if it fails: the inputs have another number or shape than it takes, or memory runs out
     * @throws IllegalArgumentException if there is no such function, or it returns something else than tensors of floats
     */
    List<Tensor> run(String function, List<Tensor> inputs);

    /** Whether derivatives of results by inputs can be found. */
    boolean isDifferentiable();

    /** Asks the run that is in progress on another thread, if there is one, to end soon with an exception; does nothing where the runtime cannot. */
    default void stop() {}

    /** Frees its parameters. */
    @Override
    void close();
}
