package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network whose prompts a person can turn. */
class TcMoaCommandTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        Safetensors.write(
                folder.resolve("small.safetensors"),
                RandomNetworks.stored(TcMoa.SMALL, 1),
                Map.of("network", TcMoa.SMALL.id()));
        image("colour", 3);
        image("gray", 1);
        image("warm", 1);
    }

    private static void image(String name, int channels) throws IOException {
        float[] values = new float[channels * 37 * 53];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + name.hashCode()) % 97) / 194 + 0.5f;
        }
        ImageFiles.write(Image.of(37, 53, channels, values, SampleDepth.BITS_8), folder.resolve(name + ".png"));
    }

    private static CommandProcess.Result fuse(String words) {
        return CommandProcess.runIn(folder, (Object[])
                ("fuse warm.png colour.png --checkpoint small.safetensors -o out.png " + words).split(" "));
    }

    private static CommandProcess.Result fused(String words) {
        CommandProcess.Result result = fuse(words);
        assertThat(result.exitCode()).as(result.error()).isZero();
        return result;
    }

    @Test
    void promptsAreTurnedAndTheReportSaysSo() throws Exception {
        assertThat(fused("--task visible-infrared").output())
                .contains(", colour.png as visible, tc-moa-small, static, ");
        byte[] usual = Files.readAllBytes(folder.resolve("out.png"));
        CommandProcess.Result turned = fused("--task visible-infrared --prompt-scale 3 --prompt-shift -0.3"
                + " --router multi-focus=2,multi-exposure --sizing published --keep-chroma --json out.json");
        assertThat(turned.output())
                .contains(
                        "tc-moa-small, prompts with scale 3.0, shift -0.3, router of multi-exposure=1.0,multi-focus=2.0,"
                                + " published sizing, chroma kept, static");
        assertThat(Files.readAllBytes(folder.resolve("out.png"))).isNotEqualTo(usual);
        JsonNode report = new ObjectMapper().readTree(folder.resolve("out.json").toFile());
        assertThat(report.get("prompts").toString())
                .isEqualTo("{\"scale\":3.0,\"shift\":-0.3,\"routers\":{\"multi-exposure\":1.0,\"multi-focus\":2.0},"
                        + "\"sizing\":\"published\"}");
        assertThat(report.get("changes")).hasSize(3);
        assertThat(report.has("dominability")).isFalse();
    }

    @Test
    void promptsAreWrittenAsPictures() throws Exception {
        fused("--task visible-infrared --prompt-scale 3 --save-prompts prompts --json prompts.json");
        List<String> expected = new ArrayList<>();
        for (String layer : List.of("encoder1", "encoder2", "decoder1")) {
            for (String source : List.of("1-warm", "2-colour")) {
                expected.add(source + "-prompt-" + layer + ".png");
                expected.add(source + "-prompt-" + layer + "-viridis.png");
            }
        }
        assertThat(folder.resolve("prompts").toFile().list()).containsExactlyInAnyOrderElementsOf(expected);
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("prompts.json").toFile());
        assertThat(report.get("result").get("prompts")).hasSize(12);
        assertThat(fuse("--save-prompts .").error())
                .contains("holds sources; expected another folder for --save-prompts");
        assertThat(folder.resolve("1-warm-prompt-encoder1.png")).doesNotExist();
    }

    @Test
    void everySceneOfADatasetHasItsPrompts() throws Exception {
        for (String source : List.of("far", "near")) {
            Files.createDirectories(folder.resolve("set").resolve(source));
            Files.copy(
                    folder.resolve("gray.png"),
                    folder.resolve("set").resolve(source).resolve("1.png"));
        }
        String command = "fuse set --checkpoint small.safetensors -o all --task multi-focus --save-prompts maps"
                + " --prompt-shift 0.2";
        CommandProcess.Result result = CommandProcess.runIn(folder, (Object[]) command.split(" "));
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output())
                .contains("tc-moa-small, prompts with scale 1.0, shift 0.2, router of the task, static");
        assertThat(folder.resolve("maps/1").toFile().list()).hasSize(12);
        Files.delete(folder.resolve("all/1.png"));
        assertThat(CommandProcess.runIn(folder, (Object[]) command.split(" ")).error())
                .contains("maps: 1 of 1 scenes' prompts are there already; expected another folder, or --replace");
    }

    @Test
    void dominabilitySteersPromptsIfItIsAskedFor() {
        assertThat(fused("--reference fused").output()).contains("tc-moa-small, fused, L1, k=1");
        assertThat(fuse("--reference component"))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(1))
                .satisfies(
                        result -> assertThat(result.error())
                                .contains(
                                        "tc-moa-small makes no image of one source alone: expected reference fused or self-fused"));
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() {
        assertThat(fuse("--prompt-scale 1e9"))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(2))
                .satisfies(
                        result -> assertThat(result.error())
                                .contains(
                                        "--prompt-scale, --prompt-shift: expected a scale and a shift of prompts from -100 to 100"));
        assertThat(fuse("--router nothing").exitCode()).isEqualTo(2);
        assertThat(fuse("--router multi-focus=0").exitCode()).isEqualTo(2);
        assertThat(fuse("gray.png").error()).contains("tc-moa-small fuses at most 2 sources at once, found 3");
    }

    @Test
    void aTaskItWasNeverTrainedForIsNoted() {
        assertThat(fused("--task medical").error())
                .contains("note: tc-moa-small learned no router for medical: the router of visible-infrared is used");
    }
}
