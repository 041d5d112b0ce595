package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it. */
class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private EvaluationFolder place;

    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.prepare();
    }

    private Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    @Test
    void aDatasetIsFusedMeasuredAndReportedAndThatIsDoneOnce() throws Exception {
        place.dataset("data", 3, 48, 44);
        Object[] arguments = EvaluationFolder.arguments("data", "out", "--gallery", "1");
        CommandProcess.Result first = place.evaluate(0, arguments);
        assertThat(first.output().lines())
                .anyMatch(line -> line.matches("metric +better +images +static +default *"))
                .anyMatch(line -> line.matches("VIF +\\S+ +3 .*"))
                .contains("report: out" + folder.getFileSystem().getSeparator() + "report.html")
                .endsWith("6 of 6 fused images measured");
        assertThat(first.error()).contains("visible-infrared").doesNotContain("already");
        Image fused = ImageFiles.read(out("fused/static/1.png"));
        assertThat(fused.channels()).isEqualTo(3);
        Image weights = ImageFiles.read(out("weights/default/1/infrared.png"));
        assertThat(weights.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(Files.readAllLines(out("results.csv"))).hasSize(1 + 2 * 3 * 11);
        assertThat(out("results.csv")).content().contains("static,2,fused/static/2.png,Qabf,canonical");
        JsonNode image =
                new ObjectMapper().readTree(out("results.json").toFile()).at("/methods/1/images/0");
        assertThat(image.get("sources").toString()).isEqualTo("[\"visible/1.png\",\"infrared/1.png\"]");
        JsonNode run = new ObjectMapper().readTree(out("run.json").toFile()).get("run");
        assertThat(run.at("/identity/network").asText()).isEqualTo("ifcnn-sum");
        assertThat(run.at("/identity/weights").asText()).matches("[0-9a-f]{64}");
        assertThat(run.get("task").asText()).isEqualTo("visible-infrared");
        assertThat(out("report.html")).content().contains("ifcnn-sum").doesNotContain(folder.toString());

        Map<String, String> contents = place.contents("out");
        Map<String, String> versions = place.versions("out");
        CommandProcess.Result second = place.evaluate(0, arguments);
        assertThat(second.output()).isEqualTo(first.output());
        assertThat(second.error()).contains("note: 6 of 6 fused images are measured already");
        assertThat(place.contents("out")).isEqualTo(contents);
        Map<String, String> after = place.versions("out");
        List.of(versions, after)
                .forEach(files -> files.keySet().removeAll(List.of("results.csv", "results.json", "report.html")));
        assertThat(after).isEqualTo(versions);
    }

    @Test
    void aBadPairIsReportedAndDoneWhenItIsMended() throws Exception {
        place.dataset("data", 3, 48, 44);
        Path bad = folder.resolve("data/infrared/2.png");
        byte[] whole = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
        Object[] arguments =
                EvaluationFolder.arguments("data", "out", "--variant", "static", "--metric", "EN", "--gallery", "0");
        CommandProcess.Result result = place.evaluate(1, arguments);
        assertThat(result.error()).contains("not measured: infrared/2.png: is cut short; get a whole copy");
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("2 +not measured: infrared/2.png: .*"))
                .anyMatch(line -> line.matches("images counted +2"))
                .endsWith("2 of 3 fused images measured; the same command tries the others again");
        assertThat(out("results.csv")).content().contains("static,2,fused/static/2.png,EN,canonical");
        Files.write(bad, whole);
        CommandProcess.Result mended = place.evaluate(0, arguments);
        assertThat(mended.error()).contains("note: 2 of 3 fused images are measured already");
        assertThat(mended.output()).endsWith("3 of 3 fused images measured\n");
    }

    @Test
    void aTruthIsComparedWithAndVariantsAreNamedByWords() throws Exception {
        place.dataset("data", 2, 48, 44);
        place.image("data/truth/1.png", 1, 3, 48, 44);
        Files.move(folder.resolve("ifcnn-sum.safetensors"), folder.resolve("weights.safetensors"));
        CommandProcess.Result result = place.evaluate(
                0,
                EvaluationFolder.arguments(
                        "data",
                        "out",
                        "--checkpoint",
                        "weights.safetensors",
                        "--model",
                        "ifcnn-mean",
                        "--variant",
                        "fused,contrast",
                        "--variant",
                        "component, l2, k=50",
                        "--limit",
                        "1",
                        "--threads",
                        "1"));
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("metric .* fused,contrast +component, l2, k=50 *"))
                .anyMatch(line -> line.matches("PSNR_GT +\\S+ +1 .*"))
                .endsWith("2 of 2 fused images measured");
        assertThat(out("fused/component-l2-k=50/1.png")).exists();
        assertThat(out("fused/component-l2-k=50/2.png")).doesNotExist();
        assertThat(out("report.html")).content().contains("component, L2, k", "first 1 of 2 scenes", "data, 1 scene<");
    }

    @Test
    void otherWeightsAndASecondProcessAreRefusedAndARestartIsNot() throws Exception {
        place.dataset("data", 1, 48, 44);
        place.weights("other-ifcnn-sum.safetensors", 2);
        Object[] arguments = EvaluationFolder.arguments("data", "out", "--metric", "EN", "--gallery", "0");
        place.evaluate(0, arguments);
        Map<String, String> before = place.contents("out");
        Object[] others = EvaluationFolder.arguments(
                "data", "out", "--metric", "EN", "--gallery", "0", "--checkpoint", "other-ifcnn-sum.safetensors");
        assertThat(place.evaluate(1, others).error())
                .containsPattern(
                        "out: holds results of another run \\(checkpoint, SHA-256: [0-9a-f]{64} there, [0-9a-f]{64} here\\);"
                                + " expected another folder, or --restart");
        try (FileChannel channel = FileChannel.open(out(".lock"), StandardOpenOption.WRITE)) {
            channel.lock();
            assertThat(place.evaluate(1, arguments).error()).contains("out: is in use by another evaluation");
        }
        assertThat(place.contents("out")).isEqualTo(before);
        others = Arrays.copyOf(others, others.length + 1);
        others[others.length - 1] = "--restart";
        place.evaluate(0, others);
        assertThat(place.contents("out").get("fused/static/1.png")).isNotEqualTo(before.get("fused/static/1.png"));
    }

    @Test
    void everyOptionIsInTheHelp() throws Exception {
        String help = place.evaluate(0, "evaluate", "--help").output();
        assertThat(help)
                .contains(
                        "--checkpoint",
                        "--model",
                        "--task",
                        "--variant",
                        "--metric",
                        "--profile",
                        "--limit",
                        "--gallery")
                .contains("--threads", "--precision", "--device", "--memory", "--restart", "--output", "Exit codes:")
                .contains("scores/VARIANT/SCENE.json");
        assertThat(help.lines()).allMatch(line -> line.length() <= 110);
    }
}
