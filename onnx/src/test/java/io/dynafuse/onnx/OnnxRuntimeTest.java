package io.dynafuse.onnx;

import static io.dynafuse.testing.OnnxBuilder.floats;
import static io.dynafuse.testing.OnnxBuilder.integers;
import static io.dynafuse.testing.OnnxBuilder.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.OnnxBuilder;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxRuntimeTest {
    @TempDir
    private Path folder;

    private OnnxBuilder mean() {
        return new OnnxBuilder()
                .input("infrared", 1, 1, -1, -1)
                .input("visible", 1, 1, -1, -1)
                .add(floats("half", new long[] {}, 0.5f))
                .add(node("Add").inputs("infrared", "visible").outputs("sum"))
                .add(node("Mul").inputs("sum", "half").outputs("fused"))
                .output("fused", 1, 1, -1, -1);
    }

    private Graph open(OnnxBuilder model) throws Exception {
        return GraphFile.read(model.write(folder)).open(Device.CPU);
    }

    @Test
    void theMeanOfTwoImagesIsTheirMean() throws Exception {
        try (Graph graph = open(mean());
                Scope scope = Scope.open()) {
            Tensor infrared = Tensor.of(new float[] {0, 1, 0.5f, 0.25f, 1, 1}, 1, 1, 2, 3);
            Tensor visible = Tensor.of(new float[] {1, 1, 0, 0.75f, 0, 0.5f}, 1, 1, 2, 3);
            List<Tensor> fused = graph.run(GraphFunction.FORWARD, List.of(infrared, visible));
            assertThat(fused).hasSize(1);
            assertThat(fused.get(0).shape()).containsExactly(1, 1, 2, 3);
            assertThat(fused.get(0).toFloats()).containsExactly(0.5f, 1, 0.25f, 0.5f, 0.5f, 0.75f);
            assertThat(graph.isDifferentiable()).isFalse();
        }
    }

    @Test
    void wrongShapesAreRefused() throws Exception {
        try (Graph graph = open(mean());
                Scope scope = Scope.open()) {
            Tensor image = Tensor.of(new float[12], 1, 3, 2, 2);
            assertThatThrownBy(() -> graph.run(GraphFunction.FORWARD, List.of(image, image)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("infrared")
                    .hasMessageContaining("Expected: 1");
            assertThatThrownBy(() -> graph.run(GraphFunction.FORWARD, List.of(image)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("takes 2 inputs, found 1");
        }
    }

    @Test
    void anEncoderAndDecoderGivesWhatTheEngineGives() throws Exception {
        float[] encoder = new float[4 * 3 * 3];
        float[] decoder = new float[4 * 3 * 3];
        for (int i = 0; i < encoder.length; i++) {
            encoder[i] = (float) Math.sin(i);
            decoder[i] = (float) Math.cos(i) / 8;
        }
        OnnxBuilder model = new OnnxBuilder()
                .input("a", 1, 1, -1, -1)
                .input("b", 1, 1, -1, -1)
                .add(floats("encoder", new long[] {4, 1, 3, 3}, encoder))
                .add(floats("decoder", new long[] {1, 4, 3, 3}, decoder));
        for (String source : List.of("a", "b")) {
            model.add(node("Conv")
                            .inputs(source, "encoder")
                            .outputs("wide " + source)
                            .integers("pads", 1, 1, 1, 1))
                    .add(node("Relu").inputs("wide " + source).outputs("features " + source));
        }
        model.add(node("Max").inputs("features a", "features b").outputs("features"))
                .add(node("Conv").inputs("features", "decoder").outputs("fused").integers("pads", 1, 1, 1, 1))
                .output("fused", 1, 1, -1, -1);

        try (Graph graph = open(model);
                Scope scope = Scope.open()) {
            for (int width = 5; width < 8; width++) {
                Tensor a = wave(6, width, 0.3);
                Tensor b = wave(6, width, 0.7);
                Tensor weight = Tensor.of(encoder, 4, 1, 3, 3);
                Tensor expected = a.convolve(weight, Optional.empty(), 1)
                        .relu()
                        .maximum(b.convolve(weight, Optional.empty(), 1).relu())
                        .convolve(Tensor.of(decoder, 1, 4, 3, 3), Optional.empty(), 1);
                Tensor fused = graph.run(GraphFunction.FORWARD, List.of(a, b)).get(0);
                assertThat(fused.shape()).containsExactly(1, 1, 6, width);
                assertThat(Differences.largest(expected.toFloats(), fused.toFloats()))
                        .isLessThan(1e-5);
            }
        }
    }

    private static Tensor wave(int height, int width, double step) {
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + 0.5 * Math.sin(step * i));
        }
        return Tensor.of(values, 1, 1, height, width);
    }

    /** Half-precision, double-precision and bytes, which are rounded to the nearest and kept from 0 to 255. */
    @ParameterizedTest
    @CsvSource({"10, 0.5, 300.25, -1", "11, 0.5, 300.25, -1", "2, 1, 255, 0"})
    void otherTypesOfNumbersAreConverted(long type, float first, float second, float third) throws Exception {
        OnnxBuilder model = new OnnxBuilder()
                .typedInput("x", type, 3)
                .add(node("Cast").inputs("x").outputs("y").integer("to", OnnxBuilder.FLOAT))
                .output("y", 3);

        try (Graph graph = open(model);
                Scope scope = Scope.open()) {
            Tensor given = Tensor.of(new float[] {0.5f, 300.25f, -1}, 3);
            assertThat(graph.run(GraphFunction.FORWARD, List.of(given)).get(0).toFloats())
                    .containsExactly(first, second, third);
        }
    }

    @Test
    void otherTypesOfResultsAreConvertedOrRefused() throws Exception {
        OnnxBuilder halves = new OnnxBuilder()
                .input("x", 2)
                .add(node("Cast").inputs("x").outputs("half").integer("to", 10))
                .add(node("Cast").inputs("x").outputs("double").integer("to", 11))
                .typedOutput("half", 10, 2)
                .typedOutput("double", 11, 2);
        OnnxBuilder whole = new OnnxBuilder()
                .input("x", 2)
                .add(node("Cast").inputs("x").outputs("count").integer("to", 7))
                .typedOutput("count", 7, 2);

        try (Scope scope = Scope.open()) {
            Tensor given = Tensor.of(new float[] {0.25f, -3}, 2);
            try (Graph graph = open(halves)) {
                assertThat(graph.run(GraphFunction.FORWARD, List.of(given)))
                        .hasSize(2)
                        .allSatisfy(result -> assertThat(result.toFloats()).containsExactly(0.25f, -3));
            }
            try (Graph graph = open(whole)) {
                assertThatThrownBy(() -> graph.run(GraphFunction.FORWARD, List.of(given)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("the graph's output count is no tensor of floating-point numbers but INT64");
            }
        }
    }

    @Test
    void anEndlessLoopEndsWhenItIsStopped() throws Exception {
        OnnxBuilder body = new OnnxBuilder()
                .typedInput("turn", 7)
                .typedInput("goes on", 9)
                .input("before", 1)
                .add(node("Identity").inputs("goes on").outputs("goes on then"))
                .add(node("Relu").inputs("before").outputs("after"))
                .typedOutput("goes on then", 9)
                .output("after", 1);
        OnnxBuilder model = new OnnxBuilder()
                .input("x", 1)
                .add(integers("turns", new long[] {}, Long.MAX_VALUE))
                .add(node("Loop").inputs("turns", "", "x").outputs("y").graph("body", body))
                .output("y", 1);

        try (Graph graph = open(model);
                Scope scope = Scope.open()) {
            graph.stop();
            Thread stopper = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    graph.stop();
                }
            });
            stopper.start();
            try {
                assertThatThrownBy(() -> graph.run(GraphFunction.FORWARD, List.of(Tensor.of(new float[1], 1))))
                        .isInstanceOf(EngineException.class)
                        .hasMessageStartingWith("ONNX Runtime: ")
                        .hasMessageContaining("terminate");
            } finally {
                stopper.interrupt();
                stopper.join();
            }
        }
    }

    @Test
    void tensorsLargerThanAnyMemoryAreRefused() throws Exception {
        OnnxBuilder fixed = new OnnxBuilder()
                .input("x", 1)
                .add(integers("shape", new long[] {1}, 1L << 45))
                .add(node("ConstantOfShape").inputs("shape").outputs("zeros"))
                .add(node("ReduceMax").inputs("zeros").outputs("zero"))
                .add(node("Add").inputs("x", "zero").outputs("y"))
                .output("y", 1);
        OnnxBuilder asked = new OnnxBuilder()
                .input("x", 1)
                .add(node("Cast").inputs("x").outputs("shape").integer("to", 7))
                .add(node("ConstantOfShape").inputs("shape").outputs("y"))
                .output("y", -1);

        assertThatThrownBy(() -> open(fixed))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("model.onnx: ONNX Runtime cannot load it: it needs more memory than there is");
        try (Graph graph = open(asked);
                Scope scope = Scope.open()) {
            Tensor size = Tensor.of(new float[] {0x1p45f}, 1);
            assertThatThrownBy(() -> graph.run(GraphFunction.FORWARD, List.of(size)))
                    .isInstanceOf(EngineException.class)
                    .hasMessage("ONNX Runtime: it needs more memory than there is");
            Tensor few = Tensor.of(new float[] {2}, 1);
            assertThat(graph.run(GraphFunction.FORWARD, List.of(few)).get(0).toFloats())
                    .containsExactly(0, 0);
        }
    }

    @Test
    void whatCannotBeLoadedIsRefusedInALine() throws Exception {
        GraphFile unknown = GraphFile.read(new OnnxBuilder()
                .input("x", 1)
                .add(node("NoSuchOperation").inputs("x").outputs("y"))
                .output("y", 1)
                .write(folder));
        assertThatThrownBy(() -> unknown.open(Device.CPU))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("model.onnx: ONNX Runtime cannot load it: ", "NoSuchOperation")
                .hasMessageNotContaining("\n");

        GraphFile read = GraphFile.read(mean().write(folder));
        assertThatThrownBy(() -> read.open(Device.CUDA))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("expected --device cpu");
        Files.write(read.path(), new byte[] {0}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> read.open(Device.CPU))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it has changed since it was read");
    }

    @Test
    void aGraphIsClosedOnceAndItsTensorsBelongToTheScope() throws Exception {
        Graph graph = open(mean());
        try (Scope scope = Scope.open()) {
            Tensor image = wave(2, 2, 1);
            graph.run(GraphFunction.FORWARD, List.of(image, image));
            assertThat(scope.size()).isEqualTo(2);
            assertThatThrownBy(() -> graph.run("encode", List.of(image))).isInstanceOf(IllegalArgumentException.class);
            graph.close();
            graph.close();
            assertThatThrownBy(() -> graph.run(GraphFunction.FORWARD, List.of(image, image)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
