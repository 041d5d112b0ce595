package io.dynafuse.graph;

import static io.dynafuse.testing.OnnxBuilder.floats;
import static io.dynafuse.testing.OnnxBuilder.integers;
import static io.dynafuse.testing.OnnxBuilder.node;
import static io.dynafuse.testing.OnnxBuilder.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.ElementType;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.files.Sha256;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.testing.MessageBytes;
import io.dynafuse.testing.OnnxBuilder;
import io.dynafuse.testing.OnnxBuilder.Node;
import io.dynafuse.torch.Device;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
    private static final int TRAINING = 20;
    private static final int FUNCTION = 25;
    private static final int METADATA = 14;
    private static final int GRAPH = 7;
    private static final int INITIALISER = 5;
    private static final int INPUT = 11;
    private static final int DATA_LOCATION = 14;
    private static final int EXTERNAL_DATA = 13;

    @TempDir
    private Path folder;

    /** Fuses two images by one convolution. */
    private static OnnxBuilder whole() {
        return new OnnxBuilder()
                .input("infrared", 1, 1, -1, -1)
                .input("visible", 1, 1, 480, 640)
                .add(floats("weight", new long[] {1, 2, 1, 1}, 0.25f, 0.75f))
                .add(node("Concat")
                        .inputs("infrared", "visible")
                        .outputs("both")
                        .integer("axis", 1))
                .add(node("Conv").inputs("both", "weight").outputs("fused"))
                .output("fused", 1, 1, -1, -1);
    }

    private static OnnxBuilder with(Node operation) {
        return whole().add(operation);
    }

    private Path file(MessageBytes model) throws IOException {
        return file(model.toBytes());
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("net.onnx"), bytes);
    }

    private void assertRefused(MessageBytes model, String... words) throws IOException {
        assertRefused(file(model), words);
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> GraphFile.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatAModelDeclaresIsRead() throws Exception {
        MessageBytes model = OnnxBuilder.model(whole().graph())
                .message(METADATA, new MessageBytes().text(1, "names").text(2, "{0: 'person'}"))
                .message(TRAINING, new MessageBytes());

        GraphFile read = GraphFile.read(file(model));

        assertThat(GraphFile.formatOf(read.path())).contains(GraphFormat.ONNX);
        assertThat(read.format()).isEqualTo(GraphFormat.ONNX);
        assertThat(read.sha256()).isEqualTo(Sha256.hex(Sha256.begin().digest(model.toBytes())));
        assertThat(read.functions())
                .containsExactly(new GraphFunction(
                        "forward",
                        List.of(
                                new Port("infrared", List.of(1L, 1L, Port.ANY, Port.ANY)),
                                new Port("visible", List.of(1L, 1L, 480L, 640L))),
                        List.of(new Port("fused", List.of(1L, 1L, Port.ANY, Port.ANY)))));
        assertThat(read.tensors())
                .containsExactly(new TensorInfo("weight", ElementType.FLOAT_32, List.of(1L, 2L, 1L, 1L)));
        assertThat(read.notes())
                .contains(
                        "written by by hand",
                        "opset 17",
                        "opset 1 of com.microsoft",
                        "names: {0: 'person'}",
                        "it also says how to train it, which is not used",
                        "2 operations");
    }

    @Test
    void sizesWithNamesAreOpenAndInitialisersAreNoInputs() throws Exception {
        MessageBytes sizes = new MessageBytes()
                .message(1, new MessageBytes().text(2, "batch"))
                .message(1, new MessageBytes().number(1, 3))
                .message(1, new MessageBytes().number(1, -1));
        MessageBytes type = new MessageBytes().number(1, 10).message(2, sizes);
        MessageBytes graph = whole().input("weight", 1, 2, 1, 1)
                .graph()
                .message(INPUT, new MessageBytes().text(1, "third").message(2, new MessageBytes().message(1, type)))
                .message(
                        INPUT,
                        new MessageBytes()
                                .text(1, "fourth")
                                .message(2, new MessageBytes().message(1, new MessageBytes().number(1, 1))));

        GraphFile read = GraphFile.read(file(OnnxBuilder.model(graph)));

        List<Port> inputs = read.functions().get(0).inputs();
        assertThat(inputs).extracting(Port::name).containsExactly("infrared", "visible", "third", "fourth");
        assertThat(inputs.get(2).shape()).containsExactly(Port.ANY, 3L, Port.ANY);
        assertThat(inputs.get(3).shape()).isEmpty();
        assertThat(read.notes()).contains("input third is of F16").doesNotContain("input fourth is of F32");
    }

    @Test
    void sizesOfTensorsMayBePacked() throws Exception {
        MessageBytes packed = new MessageBytes()
                .bytes(1, new byte[] {2, 3})
                .number(2, 6)
                .text(8, "packed")
                .bytes(9, new byte[24]);

        assertThat(GraphFile.read(file(whole().add(packed).model())).tensors())
                .contains(new TensorInfo("packed", ElementType.INT_32, List.of(2L, 3L)));
    }

    @Test
    void tensorsOfOtherTypesAreSaid() throws Exception {
        OnnxBuilder model = whole().add(tensor("whole", 12, 1).bytes(9, new byte[4]));

        assertThat(GraphFile.read(file(model.model())).notes())
                .contains("it also holds tensors of ONNX's types number [12], which are not listed");
    }

    @Test
    void tensorsOutsideAreRefused() throws Exception {
        MessageBytes outside = tensor("far", 1, 1000).number(DATA_LOCATION, 1);
        MessageBytes named = tensor("far", 1, 1000)
                .message(EXTERNAL_DATA, new MessageBytes().text(1, "location").text(2, "../../etc/passwd"));
        String[] words = {"it wants a file: its tensor far lies outside of it", "onnx.save"};

        assertRefused(OnnxBuilder.model(whole().add(outside).graph()), words);
        assertRefused(OnnxBuilder.model(whole().add(named).graph()), words);
        assertRefused(
                OnnxBuilder.model(with(node("Constant").outputs("c").tensor("value", outside))
                        .graph()),
                "it wants a file");
        assertRefused(
                OnnxBuilder.model(
                        with(node("If").inputs("c").outputs("d").graph("then_branch", new OnnxBuilder().add(named)))
                                .graph()),
                "it wants a file");
        assertRefused(
                OnnxBuilder.model(whole().graph().message(15, new MessageBytes().message(1, named))),
                "it wants a file");
    }

    @Test
    void operationsThatNeedCodeAreRefused() throws Exception {
        Node custom = node("Steal").domain("com.example").inputs("fused").outputs("loot");
        Node nested = node("Loop").inputs("n").outputs("m").graph("body", new OnnxBuilder().add(custom));

        assertRefused(
                OnnxBuilder.model(with(custom).graph()),
                "it needs code that is not in it: the operation Steal of com.example; expected only operations of ONNX");
        assertRefused(OnnxBuilder.model(with(nested).graph()), "Steal of com.example");
        assertThat(GraphFile.read(file(with(node("Gelu").domain("com.microsoft").inputs("fused"))
                        .model())))
                .isNotNull();
    }

    /** A function of the model that consists of calls of others. */
    private static MessageBytes function(String name, String... calls) {
        MessageBytes function = new MessageBytes().text(1, name).text(10, "own");
        Arrays.stream(calls)
                .forEach(call -> function.message(
                        7, new MessageBytes().text(4, call).text(7, call.equals("Relu") ? "" : "own")));
        return function;
    }

    private static MessageBytes calling(String name) {
        return OnnxBuilder.model(with(node(name).domain("own").inputs("fused")).graph());
    }

    @Test
    void functionsOfTheModelAreCountedWhereTheyAreUsed() throws Exception {
        MessageBytes model = calling("twice")
                .message(FUNCTION, function("twice", "once", "once"))
                .message(FUNCTION, function("once", "Relu"));

        assertThat(GraphFile.read(file(model)).notes()).contains("4 operations");
    }

    @Test
    void functionsThatUseThemselvesOrDoubleEachOtherAreRefused() throws Exception {
        assertRefused(
                calling("a").message(FUNCTION, function("a", "b")).message(FUNCTION, function("b", "a")),
                "its function a uses itself");

        MessageBytes bomb = calling("f0");
        for (int i = 0; i < 25; i++) {
            bomb.message(FUNCTION, function("f" + i, "f" + (i + 1), "f" + (i + 1)));
        }
        assertRefused(bomb.message(FUNCTION, function("f25", "Relu")), "more than 1000000 operations");
        assertRefused(calling("missing"), "needs code that is not in it: the operation missing of own");
    }

    @Test
    void graphsTooDeepInEachOtherAreRefused() throws Exception {
        OnnxBuilder graph = new OnnxBuilder();
        for (int i = 0; i < 200; i++) {
            graph = new OnnxBuilder().add(node("If").graph("then_branch", graph));
            if (i == 20) {
                OnnxBuilder some = graph;
                assertThat(GraphFile.read(
                                file(with(node("If").graph("then_branch", some)).model())))
                        .isNotNull();
            }
        }
        assertRefused(
                OnnxBuilder.model(with(node("If").graph("then_branch", graph)).graph()),
                "its graphs lie more than 30 deep in each other");
    }

    @Test
    void modelsWithoutTheirPartsAreRefused() throws Exception {
        MessageBytes start = new MessageBytes().number(1, 8).text(2, "by hand");

        assertRefused(new MessageBytes().raw(start.toBytes()), "it holds no graph; expected a whole ONNX model");
        assertRefused(
                new MessageBytes().raw(start.toBytes()).message(GRAPH, whole().graph()),
                "it names no version of ONNX's operations");
        assertRefused(
                OnnxBuilder.model(whole().graph()).message(GRAPH, whole().graph()),
                "it holds two graphs; expected one");
        assertRefused(OnnxBuilder.model(new OnnxBuilder().output("y", 1).graph()), "its graph has no input");
        assertRefused(OnnxBuilder.model(new OnnxBuilder().input("x", 1).graph()), "its graph has no output");
        assertRefused(
                OnnxBuilder.model(whole().graph()
                        .message(
                                INPUT,
                                new MessageBytes()
                                        .text(1, "list")
                                        .message(2, new MessageBytes().message(4, new MessageBytes())))),
                "its input list is no tensor");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000_007L, Long.MAX_VALUE})
    void tensorsLargerThanTheirBytesAreRefused(long size) throws Exception {
        assertThatThrownBy(() ->
                        GraphFile.read(file(whole().add(tensor("huge", 1, size).bytes(9, new byte[8]))
                                .model())))
                .isInstanceOf(CheckpointException.class);
        assertThatThrownBy(() -> GraphFile.read(
                        file(whole().add(tensor("huge", 1, size, size)).model())))
                .isInstanceOf(CheckpointException.class);
    }

    @Test
    void tensorsThatDoNotFitTheirBytesAreRefused() throws Exception {
        assertRefused(
                OnnxBuilder.model(
                        whole().add(tensor("short", 1, 3).bytes(9, new byte[8])).graph()),
                "its tensor short of shape [3] has only 8 bytes of elements");
        assertRefused(
                OnnxBuilder.model(
                        whole().add(floats("weight", new long[] {1}, 1)).graph()),
                "it holds the tensor weight twice");
        assertRefused(
                OnnxBuilder.model(
                        whole().add(integers("deep", new long[100], 0)).graph()),
                "more than 64 dimensions");
    }

    @Test
    void modelsCutShortAreRefused() throws Exception {
        byte[] bytes = whole().model();
        for (int length = 0; length < bytes.length - 24; length++) {
            Path file = file(Arrays.copyOf(bytes, length));
            assertRefused(file, length < 4 ? "it is no network" : "it ");
        }
    }

    @Test
    void changedBytesNeverEndInAnythingButALine() throws Exception {
        byte[] bytes = whole().model();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) 0xff;
            try {
                GraphFile.read(file(changed));
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }

    @Test
    void hugeLengthsAndFilesAreRefused() throws Exception {
        MessageBytes start = new MessageBytes().number(1, 8).text(2, "by hand");
        byte[] endless = new MessageBytes()
                .raw(start.toBytes())
                .raw(new byte[] {GRAPH << 3 | 2})
                .raw(MessageBytes.varint(Long.MAX_VALUE))
                .toBytes();
        assertRefused(file(endless), "it ends too early or is damaged");

        Path large = file(start);
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertRefused(large, "it has 3221225472 bytes; expected an ONNX model, which has at most");
    }

    @Test
    void otherFilesAreNoModels() throws Exception {
        assertThat(GraphFile.formatOf(file("<html>".getBytes()))).isEmpty();
        assertThat(GraphFile.formatOf(file(new byte[0]))).isEmpty();
        assertThat(GraphFile.formatOf(folder.resolve("missing.onnx"))).isEmpty();
        assertRefused(file("\u0089PNG\r\n".getBytes()), "expected a TorchScript or ONNX file");
    }

    @Test
    void whoHasNoRuntimeIsToldHowToGetIt() throws Exception {
        GraphFile read = GraphFile.read(file(whole().model()));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // Sees no services, as on a class path without the module.
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThatThrownBy(() -> read.open(Device.CPU))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("-Ponnx", "io.dynafuse:dynafuse-onnx");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
