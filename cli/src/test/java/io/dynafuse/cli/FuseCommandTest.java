package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it. */
class FuseCommandTest {
    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void prepare() throws IOException {
        weights = folder.resolve("ifcnn-sum.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        write("colour.png", 3, SampleDepth.BITS_8);
        write("deep.tif", 1, SampleDepth.BITS_16);
        write("third.jpg", 3, SampleDepth.BITS_8);
    }

    private void write(String name, int channels, SampleDepth depth) throws IOException {
        write(name, 40, 30, channels, depth);
    }

    private void write(String name, int width, int height, int channels, SampleDepth depth) throws IOException {
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + name.hashCode()) % 997 + 997) / 1994;
        }
        ImageFiles.write(Image.of(width, height, channels, values, depth), folder.resolve(name));
    }

    private CommandProcess.Result dynafuse(Object... arguments) throws Exception {
        CommandProcess.Result result = CommandProcess.runIn(folder, arguments);
        assertThat(result.exitCode()).as(result.error()).isZero();
        return result;
    }

    @Test
    void fusesSourcesOfDifferentKindsAndSaysHow() throws Exception {
        CommandProcess.Result result = dynafuse(
                "fuse", "colour.png", "deep.tif", "-o", "fused.png", "--checkpoint", weights, "--task", "medical");
        assertThat(result.output().strip())
                .startsWith("fused.png: 40x30, colour, 16 bits, ifcnn-sum, maximum, L1, k=1, exp, softmax, ");
        Image fused = ImageFiles.read(folder.resolve("fused.png"));
        assertThat(fused.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(fused.channels()).isEqualTo(3);
    }

    @Test
    void everyOptionOfTheWeightsArrives() throws Exception {
        CommandProcess.Result result = dynafuse(
                "fuse",
                "colour.png",
                "third.jpg",
                "-o",
                "fused.tif",
                "--checkpoint",
                weights,
                "--reference",
                "self-fused",
                "--norm",
                "l2",
                "--scale",
                "50",
                "--form",
                "sigmoid",
                "--contrast",
                "--depth",
                "float");
        assertThat(result.output()).contains("float, ifcnn-sum, self-fused, L2, k=50, sigmoid, softmax, contrast");
        assertThat(ImageFiles.read(folder.resolve("fused.tif")).depth()).isEqualTo(SampleDepth.FLOAT_32);
    }

    @Test
    void weightsByGradientsAndRefinementsAreReported() throws Exception {
        CommandProcess.Result result = dynafuse(
                "fuse",
                "colour.png",
                "third.jpg",
                "-o",
                "fused.png",
                "--checkpoint",
                weights,
                "--task",
                "multi-focus",
                "--gradient",
                "L1 + 0.5*ssim",
                "--gradient-scale",
                "raw",
                "--smoothing",
                "2",
                "--temperature",
                "0.5",
                "--json",
                "report.json");
        assertThat(result.output())
                .contains(
                        "fused, gradient=l1+0.5*ssim, channel=auto, raw, k=1, exp, softmax, temperature=0.5, smoothing=2");
        assertThat(result.output()).containsPattern(", channel \\d+ chosen, ");
        assertThat(result.error()).doesNotContain("chosen");
        JsonNode dominability = new ObjectMapper()
                .readTree(folder.resolve("report.json").toFile())
                .at("/dominability");
        assertThat(dominability.at("/gradient").asText()).isEqualTo("l1+0.5*ssim");
        assertThat(dominability.at("/channel").asText()).isEqualTo("auto");
        assertThat(dominability.at("/chosenChannel").asInt(-1)).isBetween(0, 63);
        assertThat(dominability.at("/gradientScale").asText()).isEqualTo("raw");
        assertThat(dominability.at("/joint").isBoolean()).isTrue();
        assertThat(dominability.at("/joint").asBoolean()).isFalse();
        assertThat(dominability.has("norm")).isFalse();
        assertThat(dominability.at("/temperature").asDouble()).isEqualTo(0.5);
        assertThat(dominability.at("/smoothing").asInt()).isEqualTo(2);
        assertThat(dominability.at("/iterations").asInt()).isEqualTo(1);
    }

    @Test
    void depthThatTheFormatCannotCarryIsNotedAndNotClaimed() throws Exception {
        CommandProcess.Result result = dynafuse(
                "fuse", "colour.png", "deep.tif", "-o", "a.jpg", "--checkpoint", weights, "--json", "report.json");
        assertThat(result.error()).contains("a.jpg carries 8 bits, less than the 16 bits of the sources");
        assertThat(result.output()).contains("colour, 8 bits");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("report.json").toFile())
                        .at("/result/depth")
                        .asText())
                .isEqualTo("8");
    }

    @Test
    void namesOfAnyKindAreFiles() throws Exception {
        for (String name : new String[] {"@at.png", "with space.png", "Größe.png"}) {
            java.nio.file.Files.copy(folder.resolve("colour.png"), folder.resolve(name));
            assertThat(dynafuse("fuse", name, "third.jpg", "-o", "out-" + name, "--checkpoint", weights)
                            .output())
                    .startsWith("out-" + name);
        }
    }

    @Test
    void staticFusionHasNoWeights() throws Exception {
        assertThat(dynafuse("fuse", "colour.png", "third.jpg", "-o", "a.jpg", "--checkpoint", weights, "--static")
                        .output())
                .contains("ifcnn-sum, static");
    }

    @Test
    void verboseTellsTheTimeOfEachStage() throws Exception {
        CommandProcess.Result result =
                dynafuse("fuse", "colour.png", "third.jpg", "-o", "a.png", "--checkpoint", weights, "--verbose");
        assertThat(result.error()).contains("read", "encode", "dominability", "write", " ms");
        assertThat(result.output().lines()).hasSize(1);
    }

    @Test
    void aCheckpointThatDoesNotSayWhatItIsForIsNoted() throws Exception {
        Path unnamed = folder.resolve("unnamed.safetensors");
        Safetensors.write(unnamed, RandomNetworks.stored(Ifcnn.MAX, 1), Map.of());
        assertThat(dynafuse("fuse", "colour.png", "third.jpg", "-o", "a.png", "--checkpoint", unnamed)
                        .error())
                .contains("unnamed.safetensors fits ifcnn-mean and ifcnn-max as well as ifcnn-sum");
        assertThat(dynafuse(
                                "fuse",
                                "colour.png",
                                "third.jpg",
                                "-o",
                                "a.png",
                                "--checkpoint",
                                unnamed,
                                "--model",
                                "ifcnn-max",
                                "--static")
                        .error())
                .isEmpty();
    }

    @Test
    void weightMapsAndReportAreWritten() throws Exception {
        dynafuse(
                "fuse",
                "colour.png",
                "deep.tif",
                "third.jpg",
                "-o",
                "fused.pfm",
                "--checkpoint",
                weights,
                "--task",
                "multi-focus",
                "--model",
                "ifcnn-mean",
                "--save-fusion-weights",
                "new/maps",
                "--json",
                "report.json",
                "--threads",
                "1");
        Path maps = folder.resolve("new/maps");
        for (String name : new String[] {"1-colour", "2-deep", "3-third"}) {
            assertThat(ImageFiles.read(maps.resolve(name + "-weight.png")).depth())
                    .isEqualTo(SampleDepth.BITS_16);
            assertThat(ImageFiles.read(maps.resolve(name + "-weight-viridis.png"))
                            .channels())
                    .isEqualTo(3);
        }
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.at("/output").asText()).endsWith("fused.pfm");
        assertThat(report.at("/sources/1/file").asText()).endsWith("deep.tif");
        assertThat(report.at("/sources/1/depth").asText()).isEqualTo("16");
        assertThat(report.at("/sources").size()).isEqualTo(3);
        assertThat(report.at("/weights/network").asText()).isEqualTo("ifcnn-mean");
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            assertThat(report.at("/weights/sha256").asText()).isEqualTo(checkpoint.sha256());
        }
        assertThat(report.at("/dominability/reference").asText()).isEqualTo("fused");
        assertThat(report.at("/result/weightMaps").size()).isEqualTo(6);
        assertThat(report.at("/threads").asInt()).isEqualTo(1);
        for (String stage : new String[] {"read", "encode", "dominability", "decode", "write"}) {
            assertThat(report.at("/milliseconds/" + stage).asDouble()).as(stage).isPositive();
        }
        if (Engine.peakResidentBytes().isPresent()) {
            assertThat(report.at("/bytes/peakMemory").asLong()).isBetween(50L << 20, 6L << 30);
        }
        assertThat(report.at("/versions/engine").asText()).startsWith("libtorch 2.10.0");
        assertThat(report.at("/versions/dynafuse").asText()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void largeImagesAreTiledWithinTheMemory() throws Exception {
        write("wide.png", 200, 160, 1, SampleDepth.BITS_8);
        write("too.png", 200, 160, 1, SampleDepth.BITS_8);
        dynafuse(
                "fuse",
                "wide.png",
                "too.png",
                "-o",
                "fused.png",
                "--checkpoint",
                weights,
                "--memory",
                "370MB",
                "--json",
                "report.json");
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.at("/result/tiles").asInt()).isGreaterThan(1);
    }

    @Test
    void modelsAndInspectList() throws Exception {
        assertThat(dynafuse("models").output())
                .contains(
                        "ifcnn-sum",
                        "ifcnn-mean",
                        "ifcnn-max",
                        "multi-focus",
                        "embedded checkpoints",
                        "installed checkpoints");
        assertThat(dynafuse("inspect", weights).output())
                .contains("safetensors", "ifcnn-sum, ifcnn-mean, ifcnn-max", "conv2.bn.running_var", "83,843");
        assertThat(dynafuse("--version").output()).startsWith("dynafuse ");
        assertThat(dynafuse("fuse", "--help").output()).contains("--save-fusion-weights", "--memory");
    }
}
