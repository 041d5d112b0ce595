package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ways of fusing beside each other on the command line. */
@Tag("slow")
class PeersCommandTest {
    @TempDir
    private Path folder;

    private EvaluationFolder place;

    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.prepare();
        for (int scene = 1; scene <= 2; scene++) {
            image("d/multi-focus/a/" + scene, scene);
            image("d/multi-focus/b/" + scene, -scene);
            image("d/multi-focus/results/Other/" + scene, 5 + scene);
        }
    }

    private void image(String name, long seed) throws IOException {
        place.image(name + ".png", seed, 3, 32, 28);
    }

    private CommandProcess.Result peers(int exitCode, Object... arguments) throws Exception {
        List<Object> all = new ArrayList<>(List.of("peers", "-o", "out", "--checkpoint", "ifcnn-sum.safetensors"));
        all.addAll(Arrays.asList(arguments));
        return place.evaluate(exitCode, all.toArray());
    }

    private JsonNode tables() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("out/peers.json").toFile())
                .get("tables");
    }

    /** The first cells of a table. */
    private static List<String> methods(JsonNode table) {
        List<String> methods = new ArrayList<>();
        table.get("rows").forEach(row -> methods.add(row.get(0).asText()));
        return methods;
    }

    private static double score(JsonNode table, int row, int column) {
        return table.get("rows").get(row).get(column).asDouble();
    }

    @Test
    void methodsAreComparedOnEveryTask() throws Exception {
        place.dataset("d/visible-infrared", 1, 32, 28);
        CommandProcess.Result result =
                peers(0, "d", "--no-enfuse", "--variant", "static", "--variant", "features", "--metric", "EN,Qabf");
        assertThat(result.output())
                .contains("visible-infrared, real scenes: 1 scene (d 1)", "multi-focus, real scenes: 2 scenes (d 2)")
                .contains("EN ↑", "Qabf ↑", "**", "best");
        JsonNode focus = tables().get(1);
        assertThat(methods(tables().get(0))).containsExactly("static", "features");
        assertThat(methods(focus)).containsExactly("static", "features", "Other");
        assertThat(folder.resolve("out/multi-focus/d/features/2.png")).exists();
        assertThat(folder.resolve("out/peers.csv")).content().contains("Other");
        assertThat(folder.resolve("out/peers.txt")).content().isEqualTo(result.output());
        // As the other command has it.
        CommandProcess.Result metrics = place.evaluate(
                0,
                "metrics",
                "--fused",
                "d/multi-focus/results/Other",
                "--sources",
                "d/multi-focus/a",
                "d/multi-focus/b",
                "--metric",
                "EN,Qabf",
                "--format",
                "json");
        JsonNode summary = new ObjectMapper().readTree(metrics.output());
        assertThat(score(focus, 2, 2)).isPositive();
        assertThat(summary.findValuesAsText("mean"))
                .contains(
                        focus.get("rows").get(2).get(1).asText(),
                        focus.get("rows").get(2).get(2).asText());
        // Into the folder of an earlier comparison, of fewer scenes.
        peers(0, "d/multi-focus", "--no-enfuse", "--variant", "static", "--metric", "EN", "--limit", "1");
        assertThat(tables().get(0).get("title").asText())
                .isEqualTo("multi-focus, real scenes: 1 scene (multi-focus 1)");
    }

    /** What is published covers one scene of three; a variant is called as it. */
    @Test
    void publishedResultsOfSomeScenesHaveTheirTable() throws Exception {
        Files.delete(folder.resolve("d/multi-focus/results/Other/1.png"));
        image("e/multi-focus/a/x", 8);
        image("e/multi-focus/b/x", 9);
        image("mine/x", 10);
        CommandProcess.Result result = peers(
                0,
                "d",
                "e",
                "--no-enfuse",
                "--variant",
                "static",
                "--metric",
                "EN",
                "--results",
                "multi-focus:static=mine");
        assertThat(tables()).hasSize(3);
        assertThat(tables().findValuesAsText("title"))
                .containsExactly(
                        "multi-focus, real scenes: 3 scenes (d 2, e 1)",
                        "multi-focus, real scenes, as far as there are published results: 1 scene (d 1)",
                        "multi-focus, real scenes, as far as there are published results: 1 scene (e 1)");
        assertThat(methods(tables().get(0))).containsExactly("static");
        assertThat(methods(tables().get(1))).containsExactly("static", "Other");
        assertThat(methods(tables().get(2))).containsExactly("static", "static (published)");
        assertThat(result.error()).doesNotContain("not ");
    }

    /** Where the truth or warm things are known, tables are of their own and have more columns. */
    @Test
    void whatIsKnownIsMeasured() throws Exception {
        image("known/multi-focus/a/1", 1);
        image("known/multi-focus/b/1", 2);
        image("known/multi-focus/gt/1", 1);
        float[] warm = new float[32 * 28];
        for (int i = 0; i < warm.length; i++) {
            warm[i] = i / 32 < 8 && i % 32 < 8 ? 1 : 0;
        }
        for (String mask : List.of("warm/1", "infrared/1")) {
            Path file = folder.resolve("known/visible-infrared/" + mask + ".png");
            Files.createDirectories(file.getParent());
            ImageFiles.write(Image.of(32, 28, 1, warm, SampleDepth.BITS_8), file);
        }
        image("known/visible-infrared/visible/1", 3);
        for (String source : List.of("visible", "infrared")) {
            Path result = folder.resolve("known/visible-infrared/results/" + source + "/1.png");
            Files.createDirectories(result.getParent());
            Files.copy(folder.resolve("known/visible-infrared/" + source + "/1.png"), result);
        }
        peers(0, "d", "known", "--no-enfuse", "--variant", "static");
        assertThat(tables().findValuesAsText("title"))
                .containsExactly(
                        "visible-infrared, scenes of known warm things: 1 scene (known 1)",
                        "multi-focus, real scenes: 2 scenes (d 2)",
                        "multi-focus, scenes of known truth: 1 scene (known 1)");
        JsonNode infrared = tables().get(0);
        assertThat(infrared.get("heads").toString()).contains("warm contrast ↑", "visible detail ↑");
        assertThat(tables().get(1).get("heads").toString()).doesNotContain("PSNR_GT");
        assertThat(tables().get(2).get("heads").toString()).contains("PSNR_GT ↑", "SSIM_GT ↑");
        assertThat(methods(infrared)).containsExactly("static", "infrared", "visible");
        int last = infrared.get("heads").size() - 1;
        assertThat(score(infrared, 1, last - 1)).isEqualTo(1);
        assertThat(score(infrared, 2, last)).isEqualTo(1);
        assertThat(score(infrared, 1, last)).isZero();
        assertThat(score(infrared, 2, last - 1)).isLessThan(0.5);
    }

    private Path program(String script) throws IOException {
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    /** It gets its options and the sources, and its row is measured. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void enfuseIsRun() throws Exception {
        Path said = folder.resolve("said");
        Path program =
                program("echo \"$@\" >> '" + said + "'\nwhile [ \"$1\" != -o ]; do shift; done\ncp \"$3\" \"$2\"");
        peers(0, "d", "--enfuse", program, "--variant", "static", "--metric", "MI", "--limit", "1");
        assertThat(said)
                .content()
                .startsWith("--exposure-weight=0 --saturation-weight=0 --contrast-weight=1 --hard-mask -o");
        assertThat(methods(tables().get(0))).containsExactly("static", "enfuse", "Other");
        assertThat(ImageFiles.read(folder.resolve("out/multi-focus/d/enfuse/1.png"))
                        .values())
                .containsExactly(
                        ImageFiles.read(folder.resolve("d/multi-focus/a/1.png")).values());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatFailsIsNamedAndTheRestIsDone() throws Exception {
        image("d/multi-exposure/1", 1);
        Files.writeString(folder.resolve("d/multi-focus/b/2.png"), "no image");
        CommandProcess.Result result = peers(
                1,
                "d",
                "--enfuse",
                program("echo first; echo last words >&2; exit 3"),
                "--variant",
                "static",
                "--metric",
                "EN");
        assertThat(result.error().lines().filter(line -> line.startsWith("not ")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("not read: d/multi-exposure: nothing tells"),
                        line -> assertThat(line).startsWith("not fused: multi-focus/d/2: d/multi-focus/b/2.png: "),
                        line -> assertThat(line)
                                .isEqualTo("not fused: multi-focus/d/1: enfuse: program: ended with 3: last words"),
                        line -> assertThat(line).startsWith("not measured: multi-focus/d/2: Other: "));
        assertThat(result.output()).contains("static", "no image that could be measured");
        assertThat(tables().get(0).get("heads").toString()).contains("EN ↑ (1)");
    }

    /** A process of its own, as the search path is that of the process. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void enfuseMayBeMissing() throws Exception {
        CommandProcess.Result result = CommandProcess.runLimited(
                folder,
                "export PATH=" + folder,
                "peers",
                "d",
                "-o",
                "out",
                "--checkpoint",
                "ifcnn-sum.safetensors",
                "--variant",
                "static",
                "--metric",
                "EN");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error()).contains("note: enfuse is not installed, so there are no rows of it");
        assertThat(methods(tables().get(0))).containsExactly("static", "Other");
    }

    /** What synth makes is known: tasks from descriptions, masks of warm things. */
    @Test
    void syntheticScenesAreTaken() throws Exception {
        place.evaluate(0, "synth", "-o", "s", "--scenes", "1", "--size", "64x48", "--seed", "1");
        CommandProcess.Result result =
                peers(0, "s", "--variant", "static", "--no-enfuse", "--metric", "EN", "--task", "visible-infrared");
        assertThat(tables().findValuesAsText("title"))
                .containsExactly("visible-infrared, scenes of known warm things: 1 scene (s 1)");
        assertThat(result.output()).contains("visible detail");
    }

    @Test
    void wrongUsageIsRefused() throws Exception {
        assertThat(peers(2, "d", "--variant", "nonsense").error()).contains("--variant: ");
        assertThat(peers(2, "d", "--variant", "static", "--variant", "Static").error())
                .contains("expected variants that differ");
        assertThat(peers(2, "d", "--metric", "nonsense").error()).contains("there is no metric nonsense");
        assertThat(peers(2, "d", "--results", "d").error()).contains("expected NAME=DIR or TASK:NAME=DIR, found d");
        assertThat(peers(2, "d", "--limit", "0").error()).contains("--limit: expected 1 or more");
        assertThat(place.evaluate(2, "peers", "d", "-o", "d/multi-focus/out").error())
                .contains("-o d/multi-focus/out: lies in the dataset d;");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Files.createDirectory(folder.resolve("out"));
        Files.writeString(folder.resolve("out/letter.txt"), "dear");
        assertThat(peers(1, "d").error()).contains("out: holds files, but no peers-folder.json");
        assertThat(peers(1, "nowhere", "--task", "medical").error()).contains("nowhere: there is no such folder");
        assertThat(place.evaluate(1, "peers", "d", "-o", "new", "--task", "medical")
                        .error())
                .contains("expected a dataset of the task medical, found none");
        assertThat(place.evaluate(1, "peers", "d", "-o", "new", "--results", "X=d/multi-focus/a", "--task", "medical")
                        .error())
                .contains("found none");
        image("d/multi-focus/results/none/7", 1);
        assertThat(place.evaluate(1, "peers", "d", "-o", "new", "--results", "X=d/multi-focus/results/none")
                        .error())
                .contains("no image is called as a scene of any dataset");
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
