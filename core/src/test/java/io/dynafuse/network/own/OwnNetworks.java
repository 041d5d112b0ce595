package io.dynafuse.network.own;

import static io.dynafuse.testing.OnnxBuilder.floats;
import static io.dynafuse.testing.OnnxBuilder.node;

import io.dynafuse.graph.GraphFile;
import io.dynafuse.network.Network;
import io.dynafuse.testing.OnnxBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Tiny networks that Dynafuse does not know, one of each kind: for the contract that every network must hold. */
public final class OwnNetworks {
    private static final String RADII = "receptive-field: {encoder: 1, decoder: 1}\n";

    private OwnNetworks() {}

    /** All of them; their files are in a temporary folder. */
    public static List<Network> all() {
        try {
            Path folder = Files.createTempDirectory("own");
            folder.toFile().deleteOnExit();
            return List.of(
                    script(folder, "tiny-fusion.pt", RADII),
                    script(folder, "average.pt", "receptive-field: {encoder: 0, decoder: 0}"),
                    onnx(folder),
                    concatenated(said(folder, "inputs: [infrared, visible]\nfusion: concatenation\n" + RADII)),
                    coupled(said(folder, "inputs: [infrared, visible]\nfusion: sum\n" + RADII)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Network script(Path folder, String name, String yaml) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = OwnNetworks.class.getResourceAsStream("/io/dynafuse/testing/scripts/" + name)) {
            Files.copy(in, file);
        }
        return network(folder, file, yaml);
    }

    private static Network network(Path folder, Path file, String yaml) throws IOException {
        return OwnCheckpoint.of(file, Optional.of(interfaceFile(folder, yaml)), GraphFile::open)
                .network();
    }

    private static NetworkInterface said(Path folder, String yaml) throws IOException {
        return NetworkInterface.read(interfaceFile(folder, yaml));
    }

    private static Path interfaceFile(Path folder, String yaml) throws IOException {
        Path file = folder.resolve("said.yaml");
        Files.writeString(file, yaml);
        return file;
    }

    /** Encoder and decoder of a luma network in two files. */
    private static Network onnx(Path folder) throws IOException {
        convolution(folder.resolve("tiny-encode.onnx"), 1, 4);
        convolution(folder.resolve("tiny-decode.onnx"), 4, 1);
        return network(
                folder, folder.resolve("tiny-encode.onnx"), RADII + "fusion: maximum\ndecoder: tiny-decode.onnx");
    }

    private static void convolution(Path file, int inputs, int outputs) throws IOException {
        Random random = new Random(inputs);
        float[] kernel = new float[outputs * inputs * 9];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) (0.3 * random.nextGaussian());
        }
        OnnxBuilder graph = new OnnxBuilder()
                .input("in", 1, inputs, -1, -1)
                .add(floats("kernel", new long[] {outputs, inputs, 3, 3}, kernel))
                .add(node("Conv").inputs("in", "kernel").outputs("out").integers("pads", 1, 1, 1, 1))
                .output("out", 1, outputs, -1, -1);
        Files.write(file, graph.model());
    }

    /** Its decoder takes the features of each source. */
    private static Network concatenated(NetworkInterface said) throws IOException {
        return new FakeGraph()
                .with("encode", 1, in -> FakeGraph.convolve(in.get(0), 4, 1))
                .with("decode", 2, in -> FakeGraph.convolve(in.get(0), 3, 2).plus(FakeGraph.convolve(in.get(1), 3, 3)))
                .network(said);
    }

    /** Its encoder takes both sources, and gives two feature maps of each. */
    private static Network coupled(NetworkInterface said) throws IOException {
        return new FakeGraph()
                .withSeveral(
                        "encode",
                        2,
                        in -> List.of(
                                FakeGraph.convolve(in.get(0), 4, 1),
                                FakeGraph.convolve(in.get(0), 2, 2),
                                FakeGraph.convolve(in.get(1), 4, 3),
                                FakeGraph.convolve(in.get(1), 2, 4)))
                .with("decode", 2, in -> FakeGraph.convolve(in.get(0), 3, 5).plus(FakeGraph.convolve(in.get(1), 3, 6)))
                .network(said);
    }
}
