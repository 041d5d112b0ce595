package io.dynafuse.network.own;

import static io.dynafuse.testing.OnnxBuilder.floats;
import static io.dynafuse.testing.OnnxBuilder.integers;
import static io.dynafuse.testing.OnnxBuilder.node;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.graph.GraphFile;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.OnnxBuilder;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** IFCNN with random parameters as networks that Dynafuse does not know, in the formats that people export to. */
final class IfcnnCopies {
    static final long SEED = 11;

    /** The entries of the archive that hold them, in order; each block ends in a counter of batches. */
    private static final List<String> SCRIPTED = List.of(
            "conv1.weight",
            "conv2.conv.weight",
            "conv2.bn.weight",
            "conv2.bn.bias",
            "conv2.bn.running_mean",
            "conv2.bn.running_var",
            "",
            "conv3.conv.weight",
            "conv3.bn.weight",
            "conv3.bn.bias",
            "conv3.bn.running_mean",
            "conv3.bn.running_var",
            "",
            "conv4.weight",
            "conv4.bias");

    private static final String INTERFACE = """
            inputs: 2+
            colour: rgb
            normalisation: imagenet
            receptive-field: {encoder: 4, decoder: 1}
            """;

    private final Map<String, StoredTensor> parameters = RandomNetworks.stored(Ifcnn.SUM, SEED);
    private final Path folder;

    /** @param folder for the files */
    IfcnnCopies(Path folder) {
        this.folder = folder;
    }

    /** One archive with encode, decode and forward; make.py made what is not numbers. */
    OwnCheckpoint script() throws IOException {
        Path file = folder.resolve("ifcnn.pt");
        try (InputStream template = IfcnnCopies.class.getResourceAsStream("ifcnn.pt");
                ZipInputStream archive = new ZipInputStream(template);
                OutputStream out = Files.newOutputStream(file);
                ZipOutputStream copy = new ZipOutputStream(out)) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                put(copy, entry.getName(), archive.readAllBytes());
            }
            for (int i = 0; i < SCRIPTED.size(); i++) {
                String name = SCRIPTED.get(i);
                put(copy, "archive/data/" + i, name.isEmpty() ? new byte[Long.BYTES] : bytes(values(name)));
            }
        }
        return checkpoint(file, INTERFACE);
    }

    private static void put(ZipOutputStream archive, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        archive.putNextEntry(entry);
        archive.write(content);
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Two graphs, of encoder and decoder. */
    OwnCheckpoint onnx() throws IOException {
        OnnxBuilder encoder = new OnnxBuilder().input("image", 1, 3, -1, -1);
        String features = block(encoder, first(encoder, "image"), "conv2");
        Files.write(
                folder.resolve("encode.onnx"),
                encoder.output(features, 1, 64, -1, -1).model());
        OnnxBuilder decoder = new OnnxBuilder().input("features", 1, 64, -1, -1);
        last(decoder, block(decoder, "features", "conv3"));
        Files.write(
                folder.resolve("decode.onnx"),
                decoder.output("fused", 1, 3, -1, -1).model());
        return checkpoint(folder.resolve("encode.onnx"), INTERFACE + "decoder: decode.onnx\nfusion: sum\n");
    }

    /** One graph, whose features cannot be got at. */
    OwnCheckpoint staticOnnx() throws IOException {
        OnnxBuilder graph = new OnnxBuilder().input("a", 1, 3, -1, -1).input("b", 1, 3, -1, -1);
        String a = block(graph, first(graph, "a"), "conv2");
        String b = block(graph, first(graph, "b"), "conv2");
        graph.add(node("Add").inputs(a, b).outputs("sum"));
        last(graph, block(graph, "sum", "conv3"));
        Path file = folder.resolve("whole.onnx");
        Files.write(file, graph.output("fused", 1, 3, -1, -1).model());
        return checkpoint(file, INTERFACE.replace("2+", "2"));
    }

    private OwnCheckpoint checkpoint(Path file, String yaml) throws IOException {
        Path said = folder.resolve("ifcnn.yaml");
        Files.writeString(said, yaml);
        return OwnCheckpoint.of(file, Optional.of(said), GraphFile::open);
    }

    private String first(OnnxBuilder graph, String image) {
        return convolution(graph, around(graph, image, 3), "conv1", image + "-conv1");
    }

    private String block(OnnxBuilder graph, String input, String name) {
        String result = input + "-" + name;
        String convolved = convolution(graph, around(graph, input, 1), name + ".conv", result + "-conv");
        String[] inputs = {convolved, result + "-scale", result + "-bias", result + "-mean", result + "-var"};
        List<String> parameters = List.of("weight", "bias", "running_mean", "running_var");
        for (int i = 0; i < parameters.size(); i++) {
            graph.add(floats(inputs[i + 1], new long[] {64}, values(name + ".bn." + parameters.get(i))));
        }
        graph.add(node("BatchNormalization").inputs(inputs).outputs(result + "-bn"));
        graph.add(node("Relu").inputs(result + "-bn").outputs(result));
        return result;
    }

    private void last(OnnxBuilder graph, String input) {
        graph.add(floats("conv4.weight", shape("conv4.weight"), values("conv4.weight")))
                .add(floats("conv4.bias", shape("conv4.bias"), values("conv4.bias")))
                .add(node("Conv").inputs(input, "conv4.weight", "conv4.bias").outputs("fused"));
    }

    private String convolution(OnnxBuilder graph, String input, String name, String result) {
        String weight = name + ".weight";
        graph.add(floats(result + "-weight", shape(weight), values(weight)))
                .add(node("Conv").inputs(input, result + "-weight").outputs(result));
        return result;
    }

    private static String around(OnnxBuilder graph, String input, long width) {
        String result = input + "-around";
        graph.add(integers(result + "-pads", new long[] {8}, 0, 0, width, width, 0, 0, width, width))
                .add(node("Pad").inputs(input, result + "-pads").outputs(result).text("mode", "edge"));
        return result;
    }

    private float[] values(String name) {
        return parameters.get(name).values();
    }

    private long[] shape(String name) {
        return parameters.get(name).shape().stream().mapToLong(Long::longValue).toArray();
    }
}
