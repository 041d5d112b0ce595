package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
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
        assertThat(result.error()).contains("expected one of as-is, stretched, found wide");
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
        requireRefused(fuse("a b", "wide"), 1, "its metadata state the range wide; expected as-is or stretched");
    }
}
