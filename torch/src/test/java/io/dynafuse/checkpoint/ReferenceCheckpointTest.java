package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers on the authors' files, and on tensors that PyTorch computed, against facts noted beside them. */
class ReferenceCheckpointTest {
    @Test
    void everyReferenceFileListsAndReads() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Reference.path("."))) {
            files = all.filter(file -> file.toString().matches(".*\\.(pth|safetensors)"))
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.tensors()).as(file.toString()).isNotEmpty();
                for (TensorInfo tensor : checkpoint.tensors()) {
                    assertThat(checkpoint.floats(tensor.name())).hasSize((int) tensor.elements());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAX, 6022b44c88a2f0367ba9b08fcdf0d663745d9a966fca0ee1f41867797b6ff53f, 4.198763457101222, 8878.763299524784",
        "MEAN, fd2ee9361f1d428fc9749e28e8a2c5c5ef6ce6528ab6f5ad8ef5def42e7ffa4b, 3.260449558682353, 17469.08209490776",
        "SUM, a8c1d293f1bf16a93e6244a4bf8f7a7bd300dc10555c8597ad7ef3320b0410cb, 12.000138336848977, 10482.360607504845"
    })
    void ifcnnIsAStreamOfThirteenTensors(String scheme, String sha256, double sumOfConv2, double sumOfVariance)
            throws IOException {
        Path file = Reference.path("ifcnn/IFCNN-" + scheme + ".pth");
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.PYTORCH_STREAM);
            assertThat(checkpoint.name()).isEqualTo(file.toString());
            assertThat(checkpoint.sha256()).isEqualTo(sha256);
            assertThat(checkpoint.metadata()).isEmpty();
            assertThat(checkpoint.tensors())
                    .extracting(TensorInfo::name)
                    .containsExactly(
                            "conv2.conv.weight",
                            "conv2.bn.weight",
                            "conv2.bn.bias",
                            "conv2.bn.running_mean",
                            "conv2.bn.running_var",
                            "conv3.conv.weight",
                            "conv3.bn.weight",
                            "conv3.bn.bias",
                            "conv3.bn.running_mean",
                            "conv3.bn.running_var",
                            "conv4.weight",
                            "conv4.bias",
                            "conv1.weight");
            assertThat(checkpoint.find("conv1.weight"))
                    .contains(new TensorInfo("conv1.weight", ElementType.FLOAT_32, List.of(64L, 3L, 7L, 7L)));
            assertThat(checkpoint.find("conv4.weight").orElseThrow().shape()).containsExactly(3L, 64L, 1L, 1L);
            assertThat(sum(checkpoint.floats("conv2.conv.weight"))).isCloseTo(sumOfConv2, within(1e-9));
            assertThat(sum(checkpoint.floats("conv2.bn.running_var"))).isCloseTo(sumOfVariance, within(1e-6));
        }
    }

    @Test
    void theFrozenFirstLayerOfIfcnnIsTheSameInAllFiles() throws IOException {
        List<float[]> layers = new ArrayList<>();
        for (String scheme : List.of("MAX", "MEAN", "SUM")) {
            try (Checkpoint checkpoint = Checkpoint.open(Reference.path("ifcnn/IFCNN-" + scheme + ".pth"))) {
                layers.add(checkpoint.floats("conv1.weight"));
            }
        }
        assertThat(layers.get(0)).startsWith(0.020222168415784836f, -0.004392712377011776f, -0.01827416382730007f);
        assertThat(layers.get(1)).isEqualTo(layers.get(0));
        assertThat(layers.get(2)).isEqualTo(layers.get(0));
    }

    @Test
    void cddfuseIsFourStateDictsWithoutTheirParallelPrefix() throws IOException {
        JsonNode parameters = json("cddfuse/parameters.json");
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        for (String part : List.of("DIDF_Encoder", "DIDF_Decoder", "BaseFuseLayer", "DetailFuseLayer")) {
            parameters
                    .get(part)
                    .properties()
                    .forEach(named -> expected.put(
                            part + "." + named.getKey().replaceFirst("^module\\.", ""), shape(named.getValue())));
        }
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("cddfuse/cddfuse-random.pth"))) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.PYTORCH_ZIP);
            assertThat(shapes(checkpoint)).containsExactlyInAnyOrderEntriesOf(expected);
            assertThat(checkpoint.find("DIDF_Encoder.patch_embed.proj.weight")).isPresent();
            Map<String, Long> counts = new HashMap<>();
            checkpoint
                    .tensors()
                    .forEach(tensor -> counts.merge(
                            tensor.name().substring(0, tensor.name().indexOf('.')), tensor.elements(), Long::sum));
            assertThat(counts)
                    .containsOnly(
                            Map.entry("DIDF_Encoder", 599_144L),
                            Map.entry("DIDF_Decoder", 207_936L),
                            Map.entry("BaseFuseLayer", 363_016L),
                            Map.entry("DetailFuseLayer", 18_176L));
        }
    }

    @ParameterizedTest
    @CsvSource({"piafusion-random.pth, fusion, 1176097", "best_cls.pth, classifier, 189810"})
    void piafusionHoldsTheNotedParameters(String file, String network, long elements) throws IOException {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        json("piafusion/parameters.json")
                .get(network)
                .properties()
                .forEach(named -> expected.put(named.getKey(), shape(named.getValue())));
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("piafusion/" + file))) {
            assertThat(shapes(checkpoint)).containsExactlyInAnyOrderEntriesOf(expected);
            assertThat(elements(checkpoint)).isEqualTo(elements);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IVIF", "MIF", "MFIF", "MEIF"})
    void refusionHoldsEveryConvolutionTwice(String task) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("refusion/ReFusion_" + task + ".pth"))) {
            assertThat(checkpoint.tensors()).hasSize(140);
            assertThat(elements(checkpoint)).isEqualTo(119_136);
            List<String> pairs = checkpoint.tensors().stream()
                    .map(TensorInfo::name)
                    .filter(name -> name.endsWith(".conv.weight"))
                    .toList();
            assertThat(pairs).hasSize(54);
            for (String name : pairs) {
                assertThat(checkpoint.floats(name))
                        .isEqualTo(checkpoint.floats(name.replace(".conv.weight", ".weight")));
            }
        }
    }

    @Test
    void tcmoaIsUnwrappedAndKeepsItsIntegers() throws IOException {
        String index = "en_relative_position.0.relative_position_index";
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("tcmoa/tiny.pth"))) {
            assertThat(checkpoint.tensors()).hasSize(255);
            assertThat(checkpoint.tensors())
                    .extracting(TensorInfo::name)
                    .startsWith("cls_token", "pos_embed", "decoder_pos_embed", "Alpha_encoder", "Alpha_decoder");
            assertThat(checkpoint.find(index)).contains(new TensorInfo(index, ElementType.INT_64, List.of(196L, 196L)));
            assertThat(checkpoint.floats(index)).startsWith(364, 363, 362).endsWith(366, 365, 364);
            assertThat(sum(checkpoint.floats(index))).isEqualTo(13_983_424);
        }
    }

    @Test
    void tcmoaNamesAreThoseOfThePublishedModel() throws IOException {
        List<String> published = new ArrayList<>();
        json("tcmoa/shapes-base.json")
                .get("state_dict")
                .forEach(entry -> published.add(entry.get("name").asText().replaceAll("\\d+", "N")));
        try (Checkpoint checkpoint = Checkpoint.open(Reference.path("tcmoa/tiny.pth"))) {
            assertThat(checkpoint.tensors())
                    .extracting(tensor -> tensor.name().replaceAll("\\d+", "N"))
                    .isSubsetOf(published);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ifcnn", "refusion"})
    void goldenTensorsHaveTheirStatistics(String network) throws IOException {
        int compared = 0;
        for (JsonNode golden : json(network + "/cases.json").get("cases")) {
            compared += compareStatistics(network, golden);
        }
        assertThat(compared).isGreaterThan(4);
    }

    private static int compareStatistics(String network, JsonNode golden) throws IOException {
        int compared = 0;
        Path file = Reference.path(network + "/" + golden.get("file").asText());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
            golden.get("tensors")
                    .properties()
                    .forEach(named -> assertThat(checkpoint
                                    .find(named.getKey())
                                    .orElseThrow()
                                    .shape())
                            .isEqualTo(shape(named.getValue().get("shape"))));
            for (Map.Entry<String, JsonNode> named : golden.get("statistics").properties()) {
                // Some statistics are of a whole tensor of which only windows were kept.
                if (checkpoint.find(named.getKey()).isPresent()) {
                    assertStatistics(checkpoint.floats(named.getKey()), named.getValue());
                    compared++;
                }
            }
        }
        return compared;
    }

    private static void assertStatistics(float[] values, JsonNode expected) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double sum = expected.get("sum").asDouble();
        assertThat((double) min).isEqualTo(expected.get("min").asDouble());
        assertThat((double) max).isEqualTo(expected.get("max").asDouble());
        assertThat(sum(values)).isCloseTo(sum, within(1e-9 * Math.abs(sum) + 1e-6));
        assertThat(sum(values) / values.length).isCloseTo(expected.get("mean").asDouble(), within(1e-6));
    }

    private static JsonNode json(String relative) throws IOException {
        return new ObjectMapper().readTree(Reference.path(relative).toFile());
    }

    private static List<Long> shape(JsonNode sizes) {
        List<Long> shape = new ArrayList<>();
        sizes.forEach(size -> shape.add(size.asLong()));
        return shape;
    }

    private static Map<String, List<Long>> shapes(Checkpoint checkpoint) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        checkpoint.tensors().forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
        return shapes;
    }

    private static long elements(Checkpoint checkpoint) {
        return checkpoint.tensors().stream().mapToLong(TensorInfo::elements).sum();
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
