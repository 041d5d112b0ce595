package io.dynafuse.network.own;

import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The functions of a network of one's own, from one graph, or from two: that of the encoder and that of the decoder.
 *
 * @param graph of all functions, or of the encoder
 * @param decoder a graph of its own
 * @param unit of the images that the graph takes and gives
 */
record GraphFunctions(Graph graph, Optional<Graph> decoder, Optional<InputNormalisation> unit)
        implements AutoCloseable {
    private static final String ENCODE = "encode";
    private static final String DECODE = "decode";

    /** From the sources, or from one of them, to features. */
    Optional<GraphFunction> encode() {
        return decoder.isPresent() ? only(graph) : named(ENCODE);
    }

    /** From fused features to an image. */
    Optional<GraphFunction> decode() {
        return decoder.isPresent() ? only(decoder.get()) : named(DECODE);
    }

    /** From the sources to an image. */
    Optional<GraphFunction> forward() {
        return decoder.isPresent() ? Optional.empty() : named(GraphFunction.FORWARD);
    }

    /** Whether features can be weighed. */
    boolean areWeighed() {
        return encode().isPresent() && decode().isPresent();
    }

    private Optional<GraphFunction> named(String name) {
        return graph.functions().stream()
                .filter(function -> function.name().equals(name))
                .findFirst();
    }

    /** The one called {@code encode} or {@code decode} is not asked for: a graph on its own has one function. */
    private static Optional<GraphFunction> only(Graph graph) {
        return graph.functions().stream().findFirst();
    }

    List<Tensor> encode(List<Tensor> images) {
        return graph.run(encode().orElseThrow().name(), taken(images));
    }

    List<Tensor> decode(List<Tensor> features) {
        return given(decoder.orElse(graph).run(decode().orElseThrow().name(), features));
    }

    List<Tensor> forward(List<Tensor> images) {
        return given(graph.run(GraphFunction.FORWARD, taken(images)));
    }

    private List<Tensor> taken(List<Tensor> images) {
        return unit.map(numbers -> images.stream().map(numbers::normalise).toList())
                .orElse(images);
    }

    /** The first is the image. */
    private List<Tensor> given(List<Tensor> results) {
        return unit.map(numbers ->
                        results.stream().limit(1).map(numbers::denormalise).toList())
                .orElse(results);
    }

    /** The first result, which the open scope owns; others are freed. */
    static Tensor first(Supplier<List<Tensor>> work) {
        return Scope.compute(() -> work.get().get(0));
    }

    @Override
    public void close() {
        try {
            graph.close();
        } finally {
            decoder.ifPresent(Graph::close);
        }
    }
}
