package io.dynafuse.detection;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.files.OneLine;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.nn.ParameterSpec;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The detector that comes with Dynafuse: finds people and cars in the streets that {@code dynafuse synth} draws, which is all that it has ever seen; for
 * tests and for trying out. It is a {@link StreetNetwork}; its parameters are a part of the program or those of a training of one's own.
 */
public final class StreetDetector {
    /** What it is called. */
    public static final String NAME = "street-detector";

    // The scale of the scenes that it learned from, and the shape of LLVIP's images.
    private static final int WIDTH = 320;
    private static final int HEIGHT = 256;

    private StreetDetector() {}

    /**
     * Opens the one that is a part of the program.
     *
     * @throws IOException if it cannot be read, which never happens in a whole build
     */
    public static Detector open(DetectionSettings settings) throws IOException {
        try (Checkpoint checkpoint = embedded()) {
            return open(checkpoint, settings);
        }
    }

    private static Checkpoint embedded() throws CheckpointException {
        String name = "embedded:" + NAME;
        String file = NAME + ".safetensors";
        Optional<byte[]> bytes;
        try (InputStream in = StreetDetector.class.getResourceAsStream(file)) {
            bytes = in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new CheckpointException(name, "this build of dynafuse is broken: " + file + ": " + OneLine.of(e));
        }
        return Checkpoint.open(
                name,
                bytes.orElseThrow(() ->
                        new CheckpointException(name, "this build of dynafuse is broken: " + file + " is missing")));
    }

    /**
     * Opens one that was trained.
     *
     * @param checkpoint of the parameters of a {@link StreetNetwork}; read now and not kept
     * @throws CheckpointException if a parameter is missing, of another shape, or not finite
     */
    public static Detector open(Checkpoint checkpoint, DetectionSettings settings) throws CheckpointException {
        Graph graph = new StreetGraph(parameters(checkpoint));
        return GraphDetector.of(graph, checkpoint.name(), StreetNetwork.CLASSES)
                .layout(OutputLayout.YOLOV8)
                .settings(settings)
                .open();
    }

    private static Parameters parameters(Checkpoint checkpoint) throws CheckpointException {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (ParameterSpec spec : StreetNetwork.parameters().specs()) {
                tensors.put(spec.name(), Tensor.of(values(checkpoint, spec), spec.shape()));
            }
            return Parameters.owning(tensors);
        }
    }

    private static float[] values(Checkpoint checkpoint, ParameterSpec spec) throws CheckpointException {
        List<Long> shape = checkpoint
                .find(spec.name())
                .orElseThrow(() -> new CheckpointException(
                        checkpoint.name(),
                        "it holds no tensor " + spec.name() + "; expected the parameters of a " + NAME))
                .shape();
        if (!shape.equals(spec.shape())) {
            throw new CheckpointException(
                    checkpoint.name(),
                    "its tensor " + spec.name() + " is of shape " + shape + "; expected " + spec.shape());
        }
        float[] values = checkpoint.floats(spec.name());
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CheckpointException(
                        checkpoint.name(),
                        "its tensor " + spec.name() + " holds " + value + "; expected finite numbers");
            }
        }
        return values;
    }

    /** The network as other detectors come: {@code [1,3,256,320]} of red, green and blue in, {@code [1,6,1280]} out. */
    private record StreetGraph(Parameters parameters) implements Graph {
        // ITU-R BT.601, as the images were made gray that it learned from.
        private static final List<Double> LUMA = List.of(0.299, 0.587, 0.114);

        @Override
        public List<GraphFunction> functions() {
            long cells = (long) WIDTH * HEIGHT / StreetNetwork.STRIDE / StreetNetwork.STRIDE;
            return List.of(new GraphFunction(
                    GraphFunction.FORWARD,
                    List.of(new Port("rgb", List.of(1L, 3L, (long) HEIGHT, (long) WIDTH))),
                    List.of(new Port(
                            "boxes", List.of(1L, (long) StreetNetwork.SIDES + StreetNetwork.CLASSES.size(), cells)))));
        }

        @Override
        public List<Tensor> run(String function, List<Tensor> inputs) {
            if (!function.equals(GraphFunction.FORWARD)) {
                throw new IllegalArgumentException("expected the function forward, found " + function);
            }
            return List.of(
                    Scope.compute(() -> StreetNetwork.columns(StreetNetwork.maps(luma(inputs.get(0)), parameters))));
        }

        private static Tensor luma(Tensor rgb) {
            return Scope.compute(() -> rgb.slice(1, 0, 1)
                    .times(LUMA.get(0))
                    .plus(rgb.slice(1, 1, 1).times(LUMA.get(1)))
                    .plus(rgb.slice(1, 2, 1).times(LUMA.get(2))));
        }

        @Override
        public boolean isDifferentiable() {
            return true;
        }

        @Override
        public void close() {
            parameters.close();
        }
    }
}
