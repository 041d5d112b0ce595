package io.dynafuse.network.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.graph.GraphFunction;
import io.dynafuse.graph.GraphFunction.Port;
import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticRule;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial finds out of a graph, and what it refuses. */
class OwnNetworkTest {
    @TempDir
    private Path folder;

    @Test
    void findsColourRuleAndNumberOfSources() throws Exception {
        FakeGraph graph =
                linear().with("forward", 2, in -> decoded(encoded(in.get(0)).maximum(encoded(in.get(1)))));
        OwnNetwork network = graph.network(NetworkInterface.UNSAID);
        Inputs inputs = network.facts().inputs();
        assertThat(inputs.colour()).isEqualTo(ColourMode.RGB);
        assertThat(network.facts().weighting()).contains(StaticRule.MAXIMUM);
        assertThat(List.of(inputs.leastSources(), inputs.mostSources(), inputs.sizeMultiple()))
                .containsExactly(2, Integer.MAX_VALUE, 1);
        assertThat(network.id()).isEqualTo("own:fake");
        assertThat(network.description())
                .isEqualTo("a network of one's own, 2 or more sources, rgb, features of 8 channels fused by maximum");
        assertThat(graph.closed()).isEqualTo(1);
    }

    @Test
    void saysThatNothingTellsTheRule() {
        refused(linear(), "", "expected fusion: mean or sum or maximum in its interface, or a forward to compare with");
    }

    @Test
    void refusesARuleThatForwardContradicts() {
        FakeGraph graph =
                linear().with("forward", 2, in -> decoded(encoded(in.get(0)).plus(encoded(in.get(1)))));
        refused(graph, "fusion: mean", "forward gives another image than features fused by mean");
    }

    @Test
    void findsTheSizeMultiple() throws Exception {
        FakeGraph graph = new FakeGraph().with("forward", 2, in -> {
            require(in.get(0).size(2) % 8 == 0 && in.get(0).size(3) % 8 == 0, "8 does not divide the size");
            return mean(in);
        });
        assertThat(graph.network(NetworkInterface.UNSAID).facts().inputs().sizeMultiple())
                .isEqualTo(8);
    }

    @Test
    void refusesAMultipleThatIsTooSmall() {
        FakeGraph graph = new FakeGraph()
                .with("forward", 2, in -> mean(in).slice(2, 0, in.get(0).size(2) / 4 * 4));
        refused(graph, "multiple: 2", "expected [1, 3, 34, 38]", "[1, 3, 32, 38]");
    }

    @Test
    void asksForLumaWhereOneChannelIsTaken() throws Exception {
        FakeGraph graph = new FakeGraph().with("forward", 2, in -> {
            require(in.get(0).size(1) == 1, "expected 1 channel");
            return mean(in);
        });
        assertThat(graph.network(NetworkInterface.UNSAID).facts().inputs().colour())
                .isEqualTo(ColourMode.LUMA);
        refused(graph, "colour: rgb", "with colour rgb, forward fails: expected 1 channel");
    }

    @Test
    void takesSourcesSideBySide() throws Exception {
        List<Port> ports = List.of(new Port("images", List.of(1L, 6L, Port.ANY, Port.ANY)));
        FakeGraph graph = new FakeGraph()
                .with(
                        new GraphFunction("forward", ports, List.of()),
                        in -> List.of(in.get(0).slice(1, 3, 3).copy()));
        refused(graph, "", "sources in another order give another image; expected what each is in its interface");
        OwnNetwork network = graph.network(read("inputs: [infrared, visible]"));
        assertThat(network.facts().inputs().mostSources()).isEqualTo(2);
        try (FusionModel model = network.create(Parameters.of(Map.of()), Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            Tensor second = Tensor.of(new float[] {1, 2, 3}, 1, 3, 1, 1);
            Tensor fused = model.fuse(SourceTensors.of(List.of(second.times(5), second)));
            assertThat(fused.toFloats()).containsExactly(1, 2, 3);
        }
    }

    /** Of 255 for white, it is given 255 for white; what others see of it are images in [0,1]. */
    @Test
    void givesBytesToANetworkOfBytes() throws Exception {
        FakeGraph graph = forward(in -> mean(in).plus(255));
        try (FusionModel model = graph.network(read("normalisation: bytes"))
                        .create(Parameters.of(Map.of()), Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            Tensor image = Tensor.of(new float[] {0, 0.5f, 1}, 1, 3, 1, 1);
            assertThat(model.fuse(SourceTensors.of(List.of(image, image))).toFloats())
                    .containsExactly(new float[] {1, 1.5f, 2}, within(1e-6f));
        }
    }

    /** Its encoder hands out the image itself, which weights must not write into. */
    @Test
    void doesNotWriteIntoWhatItWasLent() throws Exception {
        FakeGraph graph = new FakeGraph()
                .with("encode", 1, in -> in.get(0).slice(1, 0, 3))
                .with("decode", 1, in -> in.get(0).copy());
        try (FusionModel model =
                        graph.network(read("fusion: sum")).create(Parameters.of(Map.of()), Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            Tensor first = Tensor.of(new float[] {1, 2, 3}, 1, 3, 1, 1);
            Tensor second = Tensor.of(new float[] {4, 4, 4}, 1, 3, 1, 1);
            assertThat(model.fuse(SourceTensors.of(List.of(first, second))).toFloats())
                    .containsExactly(5, 6, 7);
            assertThat(first.toFloats()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void refusesWhatIsNoFusion() {
        refused(
                new FakeGraph().with("predict", 1, in -> in.get(0)),
                "",
                "it has the functions predict; expected forward");
        refused(forward(in -> in.get(0).mean(1, 2, 3)), "", "forward gives [1, 1, 1, 1], expected [1, 3, 64, 64]");
        refused(
                forward(in -> in.get(0).slice(1, 0, 1)),
                "colour: rgb",
                "forward gives [1, 1, 64, 64], expected [1, 3,");
        refused(forward(in -> mean(in).times(0).dividedBy(in.get(0).times(0))), "", "it gives NaN for images in [0,1]");
        refused(forward(in -> mean(in).times(255)), "", "say normalisation (bytes, if it works in 0 to 255)");
        refused(forward(OwnNetworkTest::mean), "inputs: 3", "it takes 2 sources, where its interface says 3");
    }

    @Test
    void namesFeaturesThatAreTooSmall() {
        FakeGraph graph = new FakeGraph()
                .with("encode", 1, in -> in.get(0).slice(2, 0, 32).slice(3, 0, 32))
                .with("decode", 1, in -> in.get(0));
        refused(graph, "fusion: mean", "encode gives features of shape [1, 3, 32, 32] of an image of 64x64");
    }

    @Test
    void namesASizeThatCannotBeChanged() {
        List<Port> ports = List.of(
                new Port("visible", List.of(1L, 1L, 480L, 640L)), new Port("infrared", List.of(1L, 1L, 480L, 640L)));
        FakeGraph graph = new FakeGraph().with(new GraphFunction("forward", ports, List.of()), in -> List.of(mean(in)));
        refused(
                graph,
                "",
                "it takes images of 640x480 only; expected any width and height: export it with dynamic axes");
    }

    @Test
    void readsAnInterface() throws Exception {
        NetworkInterface said = read("""
                inputs: [infrared or near-infrared, visible]
                colour: luma
                normalisation: signed
                multiple: 16
                range: stretched
                chroma: visible
                fusion: concatenation
                receptive-field: {encoder: 4, decoder: 1}
                decoder: decode.onnx
                dominability: component,l2,k=3
                """);
        assertThat(said.roles().toString()).isEqualTo("[[infrared, near-infrared], [visible]]");
        assertThat(said.range()).isEqualTo(OutputRange.STRETCHED);
        assertThat(said.chroma()).isNotEqualTo(ChromaRule.BLENDED);
        assertThat(said.rule()).contains(FeatureRule.CONCATENATION);
        assertThat(said.decoder()).contains("decode.onnx");
        assertThat(read("inputs: 2+").sources()).contains(NetworkInterface.Sources.ANY);
    }

    @Test
    void refusesAnInterfaceThatMeansNothing() {
        for (List<String> wrong : List.of(
                List.of("colours: rgb", "unknown key colours; did you mean colour?"),
                List.of("colour: blue", "colour: expected rgb or luma, found blue"),
                List.of("inputs: [visible, red]", "inputs: expected roles such as visible or mri, found red"),
                List.of("inputs: [visible]", "inputs: expected 2 roles or more, found 1 of them"),
                List.of(
                        "inputs: 1",
                        "inputs: expected a list of roles, or a number of sources such as 2 or 2+, found 1"),
                List.of("inputs: {a: 1}", "inputs: expected a list of roles"),
                List.of(
                        "normalisation: vgg",
                        "expected none, signed, bytes, imagenet, or mean and deviation, found vgg"),
                List.of("normalisation: {mean: [0], deviation: [0]}", "deviations above 0"),
                List.of("normalisation: {mean: [0, 1], deviation: [1, 1]}", "mean and deviation of 1 or 3 channels"),
                List.of("multiple: 0", "multiple: expected a number from 1 to 1024, found 0"),
                List.of("receptive-field: {encoder: -1, decoder: 2}", "receptive-field: expected global, or radii"),
                List.of("decoder: ../../etc/passwd", "decoder: expected the name of a file beside that of the encoder"),
                List.of("dominability: nonsense", "dominability: "),
                List.of("", "is empty; expected the keys inputs, colour and others"),
                List.of("a: &b [1]\nc: *b", "net.yaml: "))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> read(wrong.get(0)))
                    .withMessageContaining("net.yaml: ")
                    .withMessageContaining(wrong.get(1))
                    .withMessageNotContaining("\n");
        }
    }

    private NetworkInterface read(String yaml) throws IOException {
        Path file = folder.resolve("net.yaml");
        Files.writeString(file, yaml);
        return NetworkInterface.read(file);
    }

    private void refused(FakeGraph graph, String yaml, String... words) {
        int before = graph.closed();
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> graph.network(yaml.isEmpty() ? NetworkInterface.UNSAID : read(yaml)))
                .withMessageStartingWith("fake.pt: ")
                .satisfies(refusal ->
                        Arrays.stream(words).forEach(word -> assertThat(refusal).hasMessageContaining(word)));
        assertThat(graph.closed()).isEqualTo(before + 1);
    }

    private static FakeGraph forward(Function<List<Tensor>, Tensor> body) {
        return new FakeGraph().with("forward", 2, body);
    }

    private static FakeGraph linear() {
        return new FakeGraph().with("encode", 1, in -> encoded(in.get(0))).with("decode", 1, in -> decoded(in.get(0)));
    }

    static Tensor encoded(Tensor image) {
        require(image.size(1) == 3, "expected 3 channels");
        return FakeGraph.convolve(image, 8, 1);
    }

    static Tensor decoded(Tensor features) {
        require(features.size(1) == 8, "expected 8 channels, found " + features.size(1));
        return FakeGraph.convolve(features, 3, 2);
    }

    private static Tensor mean(List<Tensor> images) {
        return images.get(0).plus(images.get(1)).times(0.5);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
