package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands without --checkpoint, and what they say when they guess. */
class EmbeddedFusionTest {
    private static final int SIDE = 72;

    @TempDir
    private Path folder;

    private EmbeddedCheckpoint sum;
    private EmbeddedCheckpoint mean;
    private CheckpointLibrary library;

    @BeforeEach
    void prepare() throws IOException {
        sum = TestCheckpoints.embedded(folder, "ours-sum", Ifcnn.SUM, Task.MEDICAL, Task.VISIBLE_INFRARED);
        mean = TestCheckpoints.embedded(folder, "ours-mean", Ifcnn.MEAN, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);
        library = new CheckpointLibrary(List.of(sum, mean), new InstalledFolder(Optional.empty()));
        write("under.png", 0.3f, false);
        write("over.png", 1, false);
        write("inverse.png", 0.9f, true);
    }

    private void write(String name, float gain, boolean inverse) throws IOException {
        Random random = new Random(1);
        float[] values = new float[SIDE * SIDE];
        for (int block = 0; block < 81; block++) {
            float level = 0.1f + 0.8f * random.nextFloat();
            for (int i = 0; i < 64; i++) {
                int at = (block / 9 * 8 + i / 8) * SIDE + block % 9 * 8 + i % 8;
                values[at] = gain * (inverse ? 1 - level : level);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(Image.of(SIDE, SIDE, 1, values, SampleDepth.BITS_8), file);
    }

    private CommandProcess.Result here(Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(library, arguments);
        assertThat(result.exitCode()).as(result.error()).isZero();
        return result;
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(path("report.json").toFile());
    }

    private static String sha256(EmbeddedCheckpoint weights) throws IOException {
        try (Checkpoint checkpoint = weights.open()) {
            return checkpoint.sha256();
        }
    }

    @Test
    void theTaskIsGuessedAndItsWeightsAreTaken() throws Exception {
        CommandProcess.Result result =
                here("fuse", path("under.png"), path("over.png"), "-o", path("f.png"), "--json", path("report.json"));
        assertThat(result.output()).contains("ifcnn-mean embedded:ours-mean, image, fused, ");
        assertThat(result.error().strip())
                .startsWith("note: task: multi-exposure, guessed because the sources agree on which of two places is")
                .endsWith("; --task says otherwise");
        assertThat(report().at("/task").asText()).isEqualTo("multi-exposure");
        assertThat(report().at("/taskNote").asText()).contains("guessed because");
        assertThat(report().at("/weights/file").asText()).isEqualTo("embedded:ours-mean");
        assertThat(report().at("/weights/sha256").asText()).isEqualTo(sha256(mean));
    }

    @Test
    void theTaskGivenIsTaken() throws Exception {
        CommandProcess.Result result = here(
                "fuse",
                path("under.png"),
                path("over.png"),
                "-o",
                path("f.png"),
                "--task",
                "medical",
                "--json",
                path("report.json"));
        assertThat(result.error()).isEmpty();
        assertThat(result.output()).contains("ifcnn-sum embedded:ours-sum, image, fused, ");
        assertThat(report().at("/weights/file").asText()).isEqualTo("embedded:ours-sum");
        assertThat(report().has("taskNote")).isFalse();
    }

    @Test
    void staticFusionGuessesOnlyToChooseWeights() throws Exception {
        assertThat(here("fuse", path("under.png"), path("inverse.png"), "-o", path("f.png"), "--static")
                        .error())
                .contains("note: task: visible-infrared, guessed because");
        assertThat(here(
                                "fuse",
                                path("under.png"),
                                path("inverse.png"),
                                "-o",
                                path("f.png"),
                                "--static",
                                "--checkpoint",
                                "ours-mean")
                        .error())
                .isEmpty();
    }

    @Test
    void aDatasetIsGuessedFromItsFirstSceneThatCanBeRead() throws Exception {
        for (String scene : new String[] {"1", "2"}) {
            write("a/" + scene + ".png", 0.3f, false);
            write("b/" + scene + ".png", 1, false);
        }
        Files.writeString(path("a/1.png"), "no image");
        CommandProcess.Result result = CommandProcess.runHere(
                library, "fuse", path("a"), path("b"), "-o", path("out"), "--json", path("report.json"));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error()).contains("note: task: multi-exposure, guessed from 2 because");
        assertThat(result.output()).contains("1 of 2 scenes fused", "ifcnn-mean, image, fused");
        assertThat(report().at("/weights/sha256").asText()).isEqualTo(sha256(mean));
    }

    @Test
    void evaluationsAreOfTheWeightsTakenAndGoOnWithThem() throws Exception {
        write("set/1_A.png", 0.3f, false);
        write("set/1_B.png", 1, false);
        Object[] evaluate = {"evaluate", path("set"), "-o", path("out"), "--metric", "EN"};
        assertThat(here(evaluate).error()).contains("note: task: multi-exposure, guessed from 1 because");
        JsonNode run = new ObjectMapper().readTree(path("out/run.json").toFile());
        assertThat(run.findValue("weights").asText()).isEqualTo(sha256(mean));
        String results = Files.readString(path("out/results.csv"));
        here(evaluate);
        assertThat(path("out/results.csv")).hasContent(results);
        // Another first scene of another task would make another variant of one name.
        write("set/0_A.png", 0.3f, false);
        write("set/0_B.png", 0.9f, true);
        CommandProcess.Result other = CommandProcess.runHere(library, evaluate);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.error()).contains("network: ifcnn-mean there, ifcnn-sum here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evaluate D -o C", "study covariance --data D", "reproduce ttd-table3 --data D", "fuse D E -o C"
            })
    void withoutAnyWeightsEveryCommandAsksForThem(String command) {
        String arguments = command.replaceAll(" ([CDE])\\b", " " + folder + "/$1");
        CommandProcess.Result result = CommandProcess.runHere((Object[]) arguments.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error().lines()).hasSize(1);
        assertThat(result.error())
                .contains("no checkpoints come with this build of dynafuse: expected --checkpoint FILE");
    }
}
