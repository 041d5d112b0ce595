package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights compared on the command line. */
@Tag("slow")
class CompareCommandTest {
    @TempDir
    private Path folder;

    private EvaluationFolder place;

    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.weights("ifcnn-sum-a.safetensors", 1);
        place.weights("ifcnn-sum-b.safetensors", 2);
        place.dataset("data", 2, 48, 44);
    }

    private CommandProcess.Result compare(int exitCode, Object... arguments) throws Exception {
        List<Object> all = new ArrayList<>(List.of("compare"));
        all.addAll(Arrays.asList(arguments));
        return place.evaluate(exitCode, all.toArray());
    }

    private void assertRefused(String message, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("compare"));
        all.addAll(Arrays.asList(arguments));
        CommandProcess.Result result = CommandProcess.runHere(all.toArray());
        assertThat(result.exitCode()).as(result.error()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).singleElement().asString().contains(message);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Scenes without and with a truth; started again, all is there. */
    @Test
    void weightsAreComparedAndTheirPicturesShown() throws Exception {
        place.dataset("known", 1, 48, 44);
        place.image("known/truth/1.png", 1, 3, 48, 44);
        Object[] arguments = {
            "ours=ifcnn-sum-a.safetensors",
            "theirs=ifcnn-sum-b.safetensors",
            "--data",
            "data",
            "--data",
            "multi-focus=known",
            "-o",
            "out"
        };
        CommandProcess.Result first = compare(0, arguments);
        assertThat(first.output().lines())
                .anyMatch(line -> line.matches("task +metric +images +ours +theirs +ours in % of theirs +aim of ours"))
                .anyMatch(line -> line.matches("visible-infrared +Qabf ↑ +2 .* (met|missed)"))
                .anyMatch(line -> line.matches("multi-focus, truth known +PSNR_GT ↑ +1 .* (met|missed)"))
                .noneMatch(line -> line.startsWith("all"));
        assertThat(folder.resolve("out/compare-weights.txt")).content().isEqualTo(first.output());
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("out/compare-weights.json").toFile());
        assertThat(json.get("tables")).hasSize(2);
        assertThat(json.at("/tables/1/rows")).hasSize(8 + 2);

        // Two pictures wide, with 4 pixels between; sources, static and default.
        Image picture = ImageFiles.read(folder.resolve("out/side-by-side/data/2.png"));
        assertThat(List.of(picture.width(), picture.height())).containsExactly(2 * 48 + 4, 3 * 44 + 2 * 4);
        Image withTruth = ImageFiles.read(folder.resolve("out/side-by-side/known/1.png"));
        assertThat(withTruth.width()).isEqualTo(3 * 48 + 2 * 4);
        assertThat(folder.resolve("out/theirs/known/fused/default/1.png")).isRegularFile();

        CommandProcess.Result second = compare(0, arguments);
        assertThat(second.output()).isEqualTo(first.output());
        assertThat(second.error()).contains("note: 4 of 4 fused images are measured already");
    }

    /** Equal weights are equally good, whatever they are called. */
    @Test
    void weightsAreAsGoodAsThemselves() throws Exception {
        CommandProcess.Result result = compare(
                0,
                "a=ifcnn-sum-a.safetensors",
                "b=ifcnn-sum-a.safetensors",
                "--baseline",
                "a",
                "--data",
                "data",
                "--limit",
                "1",
                "--gallery",
                "0",
                "-o",
                "out");
        assertThat(result.output()).contains("b in % of a").doesNotContain("missed");
        assertThat(result.output().lines().filter(line -> line.endsWith("met")))
                .hasSize(16)
                .allMatch(line -> line.matches(".* 100\\.0 +met"));
        assertThat(folder.resolve("out/side-by-side")).doesNotExist();
        assertThat(folder.resolve("out/a/data/fused/static/2.png")).doesNotExist();
    }

    @Test
    void aBadSceneIsReportedAndTheOthersAreCompared() throws Exception {
        Path bad = folder.resolve("data/infrared/2.png");
        byte[] whole = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
        place.image("data/truth/1.png", 1, 3, 48, 44);
        CommandProcess.Result result =
                compare(1, "a=ifcnn-sum-a.safetensors", "b=ifcnn-sum-b.safetensors", "--data", "data", "-o", "out");
        assertThat(result.error())
                .contains(
                        "note: the truth is known of 1 of 2 scenes; all are compared with their sources, none with its")
                .contains("not measured: infrared/2.png: is cut short; get a whole copy");
        assertThat(result.output().lines()).anyMatch(line -> line.matches("visible-infrared +EN ↑ +1 .*"));
        assertThat(folder.resolve("out/side-by-side/data/1.png")).isRegularFile();
        assertThat(folder.resolve("out/side-by-side/data/2.png")).doesNotExist();
    }

    @Test
    void badWeightsAreFoundBeforeAnyWork() throws Exception {
        Files.writeString(folder.resolve("bad.pth"), "no network");
        CommandProcess.Result result =
                compare(1, "a=ifcnn-sum-a.safetensors", "b=bad.pth", "--data", "data", "-o", "out");
        assertThat(result.error().lines()).singleElement().asString().contains("bad.pth");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void nothingElseIsReplaced() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/compare-weights.txt"), "my notes");
        CommandProcess.Result result =
                compare(1, "a=ifcnn-sum-a.safetensors", "b=ifcnn-sum-b.safetensors", "--data", "data", "-o", "out");
        assertThat(result.error()).contains("out: holds files, but no comparison.json of a comparison");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/compare-weights.txt");
        assertThat(folder.resolve("out/a")).doesNotExist();
        Files.delete(folder.resolve("out/compare-weights.txt"));
        new ComparisonFolder(folder.resolve("out")).mark();
        Files.createDirectories(folder.resolve("out/a/data"));
        Files.writeString(folder.resolve("out/a/data/notes.txt"), "my notes");
        CommandProcess.Result other =
                compare(1, "a=ifcnn-sum-a.safetensors", "b=ifcnn-sum-b.safetensors", "--data", "data", "-o", "out");
        assertThat(other.error()).contains("holds files, but no run.json");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        String a = path("ifcnn-sum-a.safetensors");
        String data = path("data");
        String out = path("out");
        assertRefused("expected two or more checkpoints, such as OURS=FILE THEIRS=FILE", a, "--data", data, "-o", out);
        assertRefused("expected checkpoints of different names", "x=" + a, "X=" + a, "--data", data, "-o", out);
        assertRefused("expected a file or a name, found nothing", "x=", "y=" + a, "--data", data, "-o", out);
        assertRefused(
                "--baseline: expected one of x, y, found z",
                "x=" + a,
                "y=" + a,
                "--baseline",
                "z",
                "--data",
                data,
                "-o",
                out);
        assertRefused(
                "--data: expected a dataset that is there, or one of visible-infrared, medical, multi-exposure,"
                        + " multi-focus before the equals sign, found focus=" + data,
                "x=" + a,
                "y=" + a,
                "--data",
                "focus=" + data,
                "-o",
                out);
        assertRefused("--limit: expected 1 or more", "x=" + a, "y=" + a, "--data", data, "-o", out, "--limit", "0");
        assertRefused(
                "--gallery: expected 0 or more", "x=" + a, "y=" + a, "--data", data, "-o", out, "--gallery", "-1");
        for (String name : List.of("..", ".", "Side-by-Side", "compare-weights.TXT", "comparison.json")) {
            assertRefused(
                    "expected checkpoints of names that folders in DIR can have",
                    name + "=" + a,
                    "y=" + a,
                    "--data",
                    data,
                    "-o",
                    out);
        }
        assertRefused(
                "--data: expected each dataset once, found " + data + "/. again",
                "x=" + a,
                "y=" + a,
                "--data",
                data,
                "--data",
                "medical=" + data + "/.",
                "-o",
                out);
        assertRefused("lies in the dataset", "x=" + a, "y=" + a, "--data", data, "-o", path("data/out"));
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("data/out")).doesNotExist();
    }
}
