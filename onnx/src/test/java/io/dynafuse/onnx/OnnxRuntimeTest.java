package io.dynafuse.onnx;

import static io.dynafuse.testing.OnnxBuilder.floats;
import static io.dynafuse.testing.OnnxBuilder.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.graph.Graph;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.testing.OnnxBuilder;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
