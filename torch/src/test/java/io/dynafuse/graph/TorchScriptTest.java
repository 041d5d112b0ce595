package io.dynafuse.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.testing.NativeObjects;
import io.dynafuse.testing.Scripts;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.EngineException;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in the engine; the numbers are what PyTorch 1.13 gives from Python for the same images, those of {@code scripts/make.py}. */
class TorchScriptTest {
    private static final Offset<Float> TOLERANCE = Offset.offset(1e-5f);

    @TempDir
    Path folder;

    private Graph open(String name) throws CheckpointException {
        return GraphFile.read(Scripts.copy(name, folder)).open(Device.CPU);
    }

    /** sin(0.7 k + shift) for element k. */
    private static Tensor image(int channels, int height, int width, double shift) {
        float[] values = new float[channels * height * width];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) Math.sin(k * 0.7 + shift);
        }
        return Tensor.of(values, 1, channels, height, width);
    }

    private static void assertClose(Tensor found, float... expected) {
        assertThat(found.toFloats())
                .hasSameSizeAs(expected)
                .usingComparatorWithPrecision(TOLERANCE.value)
                .containsExactly(expected);
    }

    @Test
    void functionsGiveWhatPythonGives() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("tiny-fusion")) {
            assertThat(graph.isDifferentiable()).isTrue();
            Tensor features = graph.run("encode", List.of(image(3, 4, 5, 0))).get(0);
            assertThat(features.shape()).containsExactly(1, 8, 4, 5);
            assertThat(features.requiresGrad()).isFalse();
            assertClose(
                    features.reshape(160).slice(0, 0, 10),
                    0.32007223f,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0.7536731f,
                    1.4731086f,
                    1.499718f,
                    0.4359514f);
            Tensor decoded = graph.run("decode", List.of(image(8, 2, 3, 1))).get(0);
            assertClose(
                    decoded.reshape(18).slice(0, 0, 6),
                    -0.18044297f,
                    0.11254547f,
                    -0.09080957f,
                    0.14477384f,
                    -0.11551347f,
                    0.03001159f);
            Tensor fused = graph.run("forward", List.of(image(3, 2, 2, 0), image(3, 2, 2, 1)))
                    .get(0);
            assertClose(
                    fused,
                    0.06962785f,
                    0.0453506f,
                    -0.06763456f,
                    -0.05246449f,
                    0.14068833f,
                    0.18011388f,
                    0.28058994f,
                    0.24926312f,
                    0.29249147f,
                    0.24049985f,
                    0.15911415f,
                    0.20454563f);
        }
    }

    @Test
    void derivativesByTheInputsComeOut() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("tiny-fusion")) {
            Tensor variable = image(3, 4, 4, 0).asVariable();
            List<Tensor> gradients = Autograd.record(() -> {
                Tensor fused = graph.run("forward", List.of(variable, image(3, 4, 4, 1)))
                        .get(0);
                return Autograd.gradients(fused.meanOfAll().times(48), List.of(variable));
            });
            assertClose(
                    gradients.get(0).reshape(48).slice(0, 0, 8),
                    0.0045914948f,
                    0.20402005f,
                    0.22948655f,
                    0.13847922f,
                    0.041154608f,
                    -0.16082427f,
                    -0.27601177f,
                    -0.24301386f);
        }
    }

    @Test
    void tuplesAndListsComeOutInOrder() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("two-streams")) {
            List<Tensor> streams = graph.run("encode", List.of(image(1, 3, 3, 0)));
            assertThat(streams).hasSize(2);
            assertThat(streams.get(0).shape()).containsExactly(1, 4, 3, 3);
            assertClose(
                    streams.get(1),
                    0.07019608f,
                    0,
                    0,
                    0,
                    0.15408821f,
                    0.2504383f,
                    0.6581695f,
                    0.29719481f,
                    0.01098164f,
                    0.22726505f,
                    0.7226191f,
                    0.30717126f,
                    0.52181262f,
                    0,
                    0,
                    0,
                    0.19882174f,
                    0.35806984f);
            assertClose(
                    graph.run("decode", streams).get(0),
                    0.5039764f,
                    0.48371518f,
                    0.51290393f,
                    0.50322086f,
                    0.52353984f,
                    0.51028287f,
                    0.48269191f,
                    0.48656273f,
                    0.49736172f);
            assertThat(graph.run("forward", List.of(image(1, 2, 2, 3), image(1, 1, 1, 0))))
                    .hasSize(2);
        }
    }

    /** Inputs are those of the caller, also where a script gives one back. */
    @Test
    void inputsAreNeverChanged() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("two-streams")) {
            Tensor first = image(1, 2, 2, 3);
            float[] before = first.toFloats();
            graph.run("forward", List.of(first, first)).get(0).timesInPlace(0);
            assertThat(first.toFloats()).containsExactly(before);
        }
    }

    @Test
    void aTracedModuleTakesAnySize() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("traced")) {
            for (int side = 3; side < 40; side += 9) {
                Tensor found = graph.run("forward", List.of(image(1, side, side + 1, 0)))
                        .get(0);
                assertThat(found.shape()).containsExactly(1, 2, side - 2, side - 1);
            }
        }
    }

    @Test
    void failuresAreOneLine() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("fails");
                Graph tiny = open("tiny-fusion")) {
            List<Tensor> images = List.of(image(3, 2, 2, 0), image(3, 2, 2, 0));
            assertThatThrownBy(() -> graph.run("forward", images))
                    .isExactlyInstanceOf(EngineException.class)
                    .hasMessage("engine: the script failed: this network has no mercy");
            assertThatThrownBy(() -> tiny.run("encode", List.of(image(2, 2, 2, 0))))
                    .isExactlyInstanceOf(EngineException.class)
                    .hasMessageStartingWith("engine: the script failed: Given groups=1, weight of size [8, 3, 3, 3]")
                    .message()
                    .doesNotContain("\n");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tiny.run("encode", images))
                    .withMessage("encode takes [image]; found 2 tensors");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tiny.run("paint", images))
                    .withMessageContaining("expected one of the functions [forward, decode, encode], found paint");
        }
    }

    @Test
    void oneThatWantsMoreMemoryThanThereIsFailsWithALine() throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = open("greedy")) {
            assertThatThrownBy(() -> graph.run("forward", List.of(image(1, 1, 1, 0), image(1, 1, 1, 0))))
                    .isExactlyInstanceOf(EngineException.class)
                    .hasMessageContaining("allocate 100000000000000 bytes");
        }
    }

    @Test
    void aFileThatChangedSinceItWasReadIsRefused() throws Exception {
        GraphFile file = GraphFile.read(Scripts.copy("average", folder));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.write(file.path(), Files.readAllBytes(Scripts.copy("tiny-fusion", other)));
        assertThatThrownBy(() -> file.open(Device.CPU))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessage(file.path() + ": it has changed since it was read; read it again");
    }

    @Test
    void aClosedOneCannotRun() throws Exception {
        Graph graph = open("average");
        graph.close();
        graph.close();
        try (Scope scope = Scope.open()) {
            List<Tensor> images = List.of(image(1, 1, 1, 0), image(1, 1, 1, 0));
            assertThatIllegalStateException().isThrownBy(() -> graph.run("forward", images));
        }
    }

    @Test
    void allThatItTakesIsFreed() throws Exception {
        GraphFile file = GraphFile.read(Scripts.copy("two-streams", folder));
        useOnce(file);
        long before = NativeObjects.countWithoutGarbage();
        for (int i = 0; i < 3; i++) {
            useOnce(file);
        }
        assertThat(NativeObjects.count()).isEqualTo(before);
    }

    private static void useOnce(GraphFile file) throws Exception {
        try (Scope scope = Scope.open();
                Graph graph = file.open(Device.CPU)) {
            graph.run("decode", graph.run("encode", List.of(image(1, 5, 5, 0))));
            assertThatThrownBy(() -> graph.run("encode", List.of(image(3, 5, 5, 0))));
        }
    }
}
