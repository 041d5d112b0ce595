package io.dynafuse.network.own;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A graph whose functions are written in Java. */
final class FakeGraph implements Graph {
    private final List<GraphFunction> declared = new ArrayList<>();
    private final Map<String, Function<List<Tensor>, List<Tensor>>> bodies = new LinkedHashMap<>();
    private int closed;

    /** Declares a function that takes so many inputs and gives one tensor. */
    FakeGraph with(String name, int inputs, Function<List<Tensor>, Tensor> body) {
        return withSeveral(name, inputs, given -> List.of(body.apply(given)));
    }

    FakeGraph withSeveral(String name, int inputs, Function<List<Tensor>, List<Tensor>> body) {
        List<Port> ports = IntStream.range(0, inputs)
                .mapToObj(i -> new Port("input" + i, List.of()))
                .toList();
        return with(new GraphFunction(name, ports, List.of()), body);
    }

    FakeGraph with(GraphFunction function, Function<List<Tensor>, List<Tensor>> body) {
        declared.add(function);
        bodies.put(function.name(), body);
        return this;
    }

    /** A network of this graph, under the name {@code fake}. */
    OwnNetwork network(NetworkInterface said) throws CheckpointException {
        OwnNetwork.Opening opening = device -> new GraphFunctions(this, Optional.empty(), said.unit());
        return new OwnNetwork("fake", "fake.pt", opening, opening, said, 0);
    }

    int closed() {
        return closed;
    }

    @Override
    public List<GraphFunction> functions() {
        return declared;
    }

    @Override
    public List<Tensor> run(String function, List<Tensor> inputs) {
        try (Scope scope = Scope.open()) {
            List<Tensor> results = bodies.get(function).apply(inputs);
            results.forEach(scope::release);
            return results;
        }
    }

    @Override
    public boolean isDifferentiable() {
        return true;
    }

    @Override
    public void close() {
        closed++;
    }

    /** A convolution of 3×3 with zeros around the image, the same for the same seed. */
    static Tensor convolve(Tensor image, int outputs, long seed) {
        int inputs = (int) image.size(1);
        Random random = new Random(seed);
        float[] kernel = new float[outputs * inputs * 9];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) (0.3 * random.nextGaussian());
        }
        return image.planar().convolve(Tensor.of(kernel, outputs, inputs, 3, 3), Optional.empty(), 1);
    }
}
