package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
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

/** What is said of which source was taken as what. */
class FuseRolesTest {
    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void prepare() throws IOException {
        weights = folder.resolve("ifcnn-mean.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of());
        write("first.png", 3);
        write("second.png", 1);
        write("third.png", 1);
    }

    private void write(String name, int channels) throws IOException {
        float[] values = new float[channels * 20 * 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + name.hashCode()) % 997 + 997) / 1994;
        }
        ImageFiles.write(Image.of(20, 20, channels, values, SampleDepth.BITS_8), folder.resolve(name));
    }

    private CommandProcess.Result fuse(String sources, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("fuse", "--weights", weights));
        Arrays.stream(sources.split(" ")).map(folder::resolve).forEach(arguments::add);
        arguments.addAll(List.of("-o", folder.resolve("out.png"), "--json", folder.resolve("out.json")));
        arguments.addAll(List.of(more));
        return CommandProcess.runHere(arguments.toArray());
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out.json").toFile());
    }

    @Test
    void givenRolesAreTakenAndSayTheTask() throws Exception {
        CommandProcess.Result result = fuse("second.png third.png", "--roles", "thermal,RGB");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output()).contains(", second.png as infrared, third.png as visible, ifcnn-mean, ");
        assertThat(result.error()).doesNotContain("guess");
        assertThat(report().at("/roles")).hasToString("[\"infrared\",\"visible\"]");
        assertThat(report().at("/task").asText()).isEqualTo("visible-infrared");
    }

    @Test
    void theGrayOneBesideColourIsTakenAsInfrared() throws Exception {
        CommandProcess.Result result = fuse("second.png first.png", "--task", "visible-infrared");
        assertThat(result.output()).contains(", second.png as infrared, first.png as visible, ");
        assertThat(report().at("/roles")).hasToString("[\"infrared\",\"visible\"]");
    }

    @Test
    void nothingIsSaidWhereTheRolesAreOpen() throws Exception {
        CommandProcess.Result result = fuse("second.png third.png", "--task", "visible-infrared");
        assertThat(result.output()).doesNotContain(" as ");
        assertThat(report().has("roles")).isFalse();
    }

    @Test
    void aDatasetSaysTheRolesByItsNames() throws Exception {
        for (String role : List.of("vis", "ir")) {
            Files.createDirectory(folder.resolve(role));
            Files.copy(folder.resolve("second.png"), folder.resolve(role).resolve("a.png"));
        }
        CommandProcess.Result result = CommandProcess.runHere(
                "fuse",
                folder.resolve("vis"),
                folder.resolve("ir"),
                "--weights",
                weights,
                "-o",
                folder.resolve("out"),
                "--json",
                folder.resolve("out.json"));
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(report().at("/scenes/0/roles")).hasToString("[\"visible\",\"infrared\"]");
    }

    @Test
    void rolesThatMakeNoSenseAreRefused() throws Exception {
        requireRefused("--roles: expected one for each of the 2 images, found 1", "--roles", "visible");
        requireRefused("--roles: expected roles that differ, found mri,mri", "--roles", "mr,mri");
        requireRefused("--roles: expected roles of one task, found visible,over", "--roles", "visible,over");
        requireRefused("expected one of visible, infrared, near-infrared, mri,", "--roles", "visible,radar");
        requireRefused(
                "--roles: visible,infrared are of the task visible-infrared, but --task says medical",
                "--roles",
                "visible,infrared",
                "--task",
                "medical");
        CommandProcess.Result ofDataset = CommandProcess.runHere(
                "fuse", folder, "--weights", weights, "-o", folder.resolve("out"), "--roles", "visible,infrared");
        assertThat(ofDataset.exitCode()).isEqualTo(2);
        assertThat(ofDataset.error()).contains("--roles: is for images; ");
    }

    private void requireRefused(String line, Object... more) {
        CommandProcess.Result result = fuse("first.png second.png", more);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error()).contains(line);
        assertThat(folder.resolve("out.png")).doesNotExist();
    }
}
