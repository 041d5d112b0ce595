package io.dynafuse.graph;

import java.util.List;

/**
 * A function of a graph, as far as its file declares it.
 *
 * @param name such as {@code forward}, {@code encode} or {@code decode}
 * @param inputs what it takes, in order
 * @param outputs what it returns, in order; none if the file does not say
 */
public record GraphFunction(String name, List<Port> inputs, List<Port> outputs) {
    /** The name of the function that every graph has unless it has others. */
    public static final String FORWARD = "forward";

    /** Copies the lists. */
    public GraphFunction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input or output.
     *
     * @param name in the file
     * @param shape of its tensor, {@link #ANY} where the file leaves a size open; none if the file does not say
     */
    public record Port(String name, List<Long> shape) {
        /** A size that the file leaves open. */
        public static final long ANY = -1;

        /** Copies the list. */
        public Port {
            shape = List.copyOf(shape);
        }
    }
}
