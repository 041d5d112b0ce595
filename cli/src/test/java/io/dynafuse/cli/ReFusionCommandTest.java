package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.TrainedReFusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that takes two sources and tells them apart, whose files have a task and a range. */
class ReFusionCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        checkpoint("ReFusion_MIF", Map.of());
        checkpoint("plain", Map.of("range", "as-is"));
        for (String name : List.of("a", "b", "c")) {
            ImageFiles.write(gray(name.hashCode()), folder.resolve(name + ".png"));
        }
    }

    private void checkpoint(String name, Map<String, String> metadata) throws IOException {
        Safetensors.write(folder.resolve(name + ".safetensors"), RandomNetworks.stored(ReFusion.FULL, 1), metadata);
    }

    private static Image gray(long seed) {
        float[] values = new float[16 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + seed) % 97) / 194 + 0.25f;
        }
        return Image.of(16, 16, 1, values, SampleDepth.BITS_8);
    }

    private CommandProcess.Result fuse(String images, String checkpoint, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("fuse", "--checkpoint", folder.resolve(checkpoint + ".safetensors")));
        Arrays.stream(images.split(" "))
                .map(name -> folder.resolve(name + ".png"))
                .forEach(arguments::add);
        arguments.addAll(List.of("-o", folder.resolve("out.png"), "--json", folder.resolve("out.json")));
        arguments.addAll(List.of(more));
        return CommandProcess.runHere(arguments.toArray());
    }

    private String report(String what) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("out.json").toFile())
                .path(what)
                .asText();
    }

    private void requireRefused(CommandProcess.Result result, int exitCode, String words) {
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.error().lines().filter(line -> !line.startsWith("note: ")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(folder.resolve("out.png")).doesNotExist();
    }

    @Test
    void theNameOfTheFileSaysTheTask() throws Exception {
        CommandProcess.Result result = fuse("a b", "ReFusion_MIF", "--static");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error())
                .contains("note: task: medical, which the checkpoint is for; --task says otherwise")
                .contains(
                        "note: the sources are taken as pet or spect or ct, mri, in the order in which they are given");
        assertThat(report("task")).isEqualTo("medical");
        assertThat(report("range")).isEqualTo("stretched");
    }

    @Test
    void anotherTaskIsTakenAndNoted() throws Exception {
        CommandProcess.Result result = fuse("a b", "ReFusion_MIF", "--roles", "far,near");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error())
                .contains(
                        "note: ReFusion_MIF.safetensors is called a checkpoint for medical, but the task is multi-focus")
                .doesNotContain("are taken as");
        assertThat(report("task")).isEqualTo("multi-focus");
    }

    @Test
    void theRangeIsThatOfTheCheckpointUnlessTheOptionSaysAnother() throws Exception {
        fuse("a b", "plain", "--static", "--task", "medical");
        assertThat(report("range")).isEqualTo("as-is");
        fuse("a b", "plain", "--static", "--task", "medical", "--range", "stretched");
        assertThat(report("range")).isEqualTo("stretched");
        assertThat(CommandProcess.runHere("inspect", folder.resolve("plain.safetensors"))
                        .output())
                .contains("range    as-is");
        assertThat(CommandProcess.runHere("models", "refusion").output()).contains("output range      stretched");
        requireUnread(fuse("a b", "plain", "--range", "wide"));
    }

    private static void requireUnread(CommandProcess.Result result) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error()).contains("expected one of as-is, stretched, scaled, found wide");
    }

    @Test
    void anInstalledCheckpointKnowsItsTaskUnderAnotherName() {
        CommandProcess.Result installed =
                CommandProcess.runIn(folder, "install", "ReFusion_MIF.safetensors", "--name", "scans");
        assertThat(installed.exitCode()).as(installed.error()).isZero();
        assertThat(CommandProcess.runIn(folder, "models", "scans").output())
                .contains("range    stretched")
                .contains("task     medical");
    }

    @Test
    void sourcesThatItDoesNotFuseAreRefused() throws Exception {
        checkpoint("wide", Map.of("range", "wide"));
        requireRefused(
                fuse("a b c", "plain", "--task", "multi-focus"),
                1,
                "refusion fuses at most 2 sources at once, found 3");
        requireRefused(
                fuse("a b c", "plain", "--task", "multi-focus", "--space", "image"),
                1,
                "refusion fuses at most 2 sources at once, found 3");
        requireRefused(
                fuse("a b", "plain", "--roles", "pet,ct"), 1, "refusion fuses pet or spect or ct, mri, found pet, ct");
        requireRefused(
                fuse("a b", "wide"), 1, "its metadata state the range wide; expected as-is, stretched or scaled");
    }

    private Path trained(String name) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(file, TrainedReFusion.stored("", 1), Map.of());
        return file;
    }

    @Test
    void aLearnedLossIsShown() throws Exception {
        Path file = trained("trained");
        Path maps = folder.resolve("new/maps");
        CommandProcess.Result result = fuse("a b", "trained", "--roles", "near,far", "--save-loss-maps", maps);
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error()).isEmpty();
        List<String> written = new ArrayList<>();
        for (String map : List.of("1-a-w", "1-a-v", "2-b-w", "2-b-v")) {
            Image gray = ImageFiles.read(maps.resolve(map + ".png"));
            assertThat(List.of(gray.width(), gray.height())).containsExactly(16, 16);
            assertThat(gray.depth()).isEqualTo(SampleDepth.BITS_16);
            assertThat(ImageFiles.read(maps.resolve(map + "-viridis.png")).channels())
                    .isEqualTo(3);
            written.addAll(List.of(map + ".png", map + "-viridis.png"));
        }
        assertThat(maps.toFile().list()).containsExactlyInAnyOrderElementsOf(written);
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile()).at("/result/lossMaps");
        assertThat(json).hasSize(8);
        assertThat(CommandProcess.runHere("inspect", file).output())
                .contains("holds    fusion, reconstruction and proposal modules")
                .doesNotContain("left out");
        assertThat(CommandProcess.runHere("inspect", folder.resolve("plain.safetensors"))
                        .output())
                .doesNotContain("holds ");
    }

    @Test
    void aLossThatIsNotThereOrCannotBeWrittenIsRefused() throws Exception {
        trained("trained");
        Path maps = folder.resolve("maps");
        requireRefused(
                fuse("a b", "plain", "--roles", "near,far", "--save-loss-maps", maps),
                1,
                "plain.safetensors: holds refusion without a loss proposal module");
        Safetensors.write(folder.resolve("ifcnn-max.safetensors"), RandomNetworks.stored(Ifcnn.MAX, 1), Map.of());
        requireRefused(
                fuse("a b", "ifcnn-max", "--roles", "near,far", "--save-loss-maps", maps),
                1,
                "ifcnn-max.safetensors: holds ifcnn-max without a loss proposal module, which makes loss maps; expected the"
                        + " weights.safetensors of `dynafuse train refusion`");
        assertThat(maps).doesNotExist();
        Path file = folder.resolve("a.png");
        byte[] before = Files.readAllBytes(file);
        requireRefused(
                fuse("b c", "trained", "--roles", "near,far", "--save-loss-maps", file),
                1,
                file + ": cannot be written: it is not a folder");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void everySceneOfADatasetHasItsLossMaps() throws Exception {
        Path file = trained("trained");
        for (String source : List.of("near/1", "far/1")) {
            Path image = folder.resolve("set").resolve(source + ".png");
            Files.createDirectories(image.getParent());
            ImageFiles.write(gray(source.hashCode()), image);
        }
        Object[] command = {
            "fuse",
            folder.resolve("set"),
            "-o",
            folder.resolve("fused"),
            "--checkpoint",
            file,
            "--task",
            "multi-focus",
            "--static",
            "--save-loss-maps",
            folder.resolve("maps")
        };
        CommandProcess.Result result = CommandProcess.runHere(command);
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(folder.resolve("maps/1").toFile().list()).hasSize(8).contains("1-1-w.png", "2-1-v-viridis.png");
        Files.delete(folder.resolve("fused/1.png"));
        assertThat(CommandProcess.runHere(command).error())
                .contains("maps: 1 of 1 scenes' loss maps are there already; expected another folder, or --replace");
    }
}
