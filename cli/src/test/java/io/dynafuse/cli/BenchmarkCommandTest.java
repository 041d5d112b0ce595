package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods ranked on the command line. */
@Tag("slow")
class BenchmarkCommandTest {
    @TempDir
    private Path folder;

    private static final Object[] THREE = {"--variant", "static", "--variant", "features", "--variant", "image"};

    private EvaluationFolder place;
    private String[] two;

    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.weights("ifcnn-sum-a.safetensors", 1);
        place.weights("ifcnn-sum-b.safetensors", 2);
        place.dataset("data", 2, 48, 44);
        two = methods("ifcnn-sum-a.safetensors", "b=ifcnn-sum-b.safetensors");
    }

    /** The option for files of the folder, with or without names before them. */
    private String[] methods(String... files) {
        String list = Stream.of(files)
                .map(file -> file.contains("=")
                        ? file.substring(0, 2) + folder.resolve(file.substring(2))
                        : folder.resolve(file).toString())
                .collect(Collectors.joining(","));
        return new String[] {"--methods", list};
    }

    private CommandProcess.Result benchmark(int exitCode, String[] methods, Object... others) throws Exception {
        List<Object> all = new ArrayList<>(List.of("benchmark", "data", "-o", "out", "--metric", "EN,SSIM,CE"));
        all.addAll(Arrays.asList(methods));
        all.addAll(Arrays.asList(others));
        return place.evaluate(exitCode, all.toArray());
    }

    private Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    /** A reader of JSON that finds the row of a method and variant. */
    private JsonNode row(String method, String variant) throws IOException {
        for (JsonNode row :
                new ObjectMapper().readTree(out("benchmark.json").toFile()).get("rows")) {
            if (row.get("method").asText().equals(method)
                    && row.get("variant").asText().equals(variant)) {
                return row;
            }
        }
        throw new AssertionError("there is no row " + method + " " + variant);
    }

    /** By default nobody judges them, and all rows would be the same. */
    @Test
    void visibleAndInfraredImagesAreJudgedByEachNetwork() throws Exception {
        benchmark(0, two, "--limit", "1", "--task", "visible-infrared");
        double first = row("ifcnn-sum-a.safetensors", "image,exp")
                .get("scores")
                .get(0)
                .get("mean")
                .asDouble();
        double second = row("b", "image,exp").get("scores").get(0).get("mean").asDouble();
        assertThat(first).isNotEqualTo(second);
    }

    /** Two methods in three variants, and the fusion that no network judges; started again, all is there, with the times of the first run. */
    @Test
    void methodsAreRankedAndNothingIsDoneTwice() throws Exception {
        CommandProcess.Result first = benchmark(0, two, THREE);
        assertThat(first.output().lines())
                .anyMatch(line -> line.matches("method +variant +mean rank +ms +MB +EN ↑ +SSIM ↑ +CE ↓"))
                .anyMatch(line ->
                        line.matches("ifcnn-sum-a\\.safetensors +features( +[0-9.]+){3}( +\\S+ \\([0-9.]+\\)){3}"))
                .anyMatch(line -> line.matches("usual +image,no-judge .*"))
                .anyMatch(line -> line.matches("method +features +image"))
                .anyMatch(line -> line.matches("b +[0-3] of 3 +[0-3] of 3"))
                .anyMatch(line -> line.matches("all +[0-6] of 6 +[0-6] of 6"))
                .endsWith("report: out/benchmark.html");
        assertThat(out("benchmark.txt")).content().isEqualTo(first.output().replaceFirst("\nreport: .*\n$", ""));
        assertThat(Files.readAllLines(out("benchmark.csv"))).hasSize(1 + 7);
        assertThat(out("benchmark.html")).content().contains("<a href=\"ifcnn-sum-a.safetensors/report.html\">");
        for (String file : List.of("b/report.html", "b/fused/image/2.png", "usual/costs.json")) {
            assertThat(out(file)).isRegularFile();
        }
        JsonNode cost = row("b", "static").get("cost");
        assertThat(cost.get("milliseconds").asDouble()).isPositive();

        Map<String, String> before = place.contents("out");
        CommandProcess.Result second = benchmark(0, two, THREE);
        assertThat(second.output()).isEqualTo(first.output());
        assertThat(second.error()).contains("note: 6 of 6 fused images are measured already");
        assertThat(place.contents("out")).isEqualTo(before);

        // As if it had been killed before the last scene of one method.
        Files.delete(out("b/scores/image/2.json"));
        Files.delete(out("b/costs.json"));
        Map<String, String> versions = place.versions("out/b/fused");
        versions.remove("image/2.png");
        CommandProcess.Result third = benchmark(0, two, THREE);
        assertThat(third.error()).contains("note: 5 of 6 fused images are measured already");
        assertThat(place.versions("out/b/fused")).containsAllEntriesOf(versions);
        assertThat(place.contents("out").get("b/scores/image/2.json")).isEqualTo(before.get("b/scores/image/2.json"));
        assertThat(out("b/costs.json")).isRegularFile();
    }

    /** The names of the user come before those of the program; what does not suit is left out, with the reason. */
    @Test
    void everyCheckpointThatSuitsIsTaken() throws Exception {
        place.evaluate(0, "install", "ifcnn-sum-a.safetensors", "--name", "ifcnn-infrared");
        Safetensors.write(
                folder.resolve("piafusion.safetensors"), RandomNetworks.stored(PiaFusion.NETWORK, 1), Map.of());
        place.evaluate(0, "install", "piafusion.safetensors", "--name", "pia");
        Files.writeString(folder.resolve(CommandProcess.HOME + "/models/broken.json"), "{}");
        CommandProcess.Result result =
                benchmark(1, new String[0], "--limit", "1", "--variant", "static", "--variant", "features");
        assertThat(result.error())
                .contains(
                        "note: left out: ifcnn-medical: is for medical, the task is visible-infrared",
                        "note: left out: ifcnn-focus: is for multi-focus, the task is visible-infrared",
                        "broken.json: is not what `dynafuse install` writes");
        assertThat(result.output()).contains("left out: ifcnn-exposure: is for multi-exposure");
        for (String method : List.of("ifcnn-infrared", "embedded:ifcnn-infrared", "pia", "refusion-all", "usual")) {
            assertThat(row(method, method.equals("usual") ? "image,no-judge" : "static")
                            .get("measured")
                            .asInt())
                    .isEqualTo(1);
        }
        assertThat(out("embedded-ifcnn-infrared/run.json")).isRegularFile();
        assertThat(out("pia/fused/static/2.png")).doesNotExist();
    }

    @Test
    void aBadSceneIsReportedAndTheOthersAreRanked() throws Exception {
        Path bad = folder.resolve("data/infrared/1.png");
        byte[] whole = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
        CommandProcess.Result result = benchmark(1, two);
        assertThat(result.error()).contains("not measured: infrared/1.png: is cut short; get a whole copy");
        assertThat(result.output()).contains("b, static: 1 of 2 scenes could not be measured");
        assertThat(row("b", "static").get("cost").get("milliseconds").asDouble())
                .isPositive();
    }

    /** Of another run is what has the same name but is another checkpoint. */
    @Test
    void aMethodThatFailsDoesNotStopTheOthers() throws Exception {
        benchmark(0, two);
        Files.writeString(folder.resolve("bad.pth"), "no network");
        String[] swapped = methods("ifcnn-sum-a.safetensors", "b=ifcnn-sum-a.safetensors", "bad.pth");
        CommandProcess.Result result = benchmark(1, swapped);
        assertThat(result.error())
                .contains("failed: b: out/b: holds results of another run (checkpoint, SHA-256: ")
                .contains("failed: bad.pth: ");
        assertThat(result.output())
                .contains("failed: bad.pth: ")
                .containsPattern("ifcnn-sum-a\\.safetensors +static")
                .doesNotContainPattern("\nb +static");
        assertThat(benchmark(1, swapped, "--restart").output()).containsPattern("\nb +static");
    }

    @Test
    void whatIsInUseOrSomebodyElsesIsLeftAlone() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(out("notes.txt"), "my notes");
        assertThat(benchmark(1, two).error()).contains("out: holds files, but no benchmark-folder.json of a benchmark");
        Files.delete(out("notes.txt"));
        try (FileChannel channel =
                FileChannel.open(out(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThat(benchmark(1, two).error()).contains("out: is in use by another benchmark");
        }
        assertThat(out("b")).doesNotExist();
    }

    private void assertRefused(String message, Object... arguments) throws Exception {
        List<Object> all = new ArrayList<>(List.of("benchmark"));
        all.addAll(Arrays.asList(arguments));
        CommandProcess.Result result = place.evaluate(2, all.toArray());
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).singleElement().asString().contains(message);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        String a = "ifcnn-sum-a.safetensors";
        assertRefused("expected DATASET, or the folders of its sources by --sources", "-o", "out");
        assertRefused("--methods: expected all, or names", "data", "-o", "out", "--methods", "");
        assertRefused("found an empty one", "data", "-o", "out", "--methods", "ifcnn-focus,,refusion-all");
        assertRefused("of different names", "data", "-o", "out", "--methods", "x=" + a + ",X=" + a);
        assertRefused("other names than usual", "data", "-o", "out", "--methods", "usual=" + a);
        assertRefused("--variant: expected", "data", "-o", "out", "--variant", "static,l2");
        assertRefused(
                "--variant: expected variants that differ",
                "data",
                "-o",
                "out",
                "--variant",
                "static",
                "--variant",
                "Static");
        assertRefused("--limit: expected 1 or more", "data", "-o", "out", "--limit", "0");
        assertRefused("--metric: ", "data", "-o", "out", "--metric", "XYZ");
        assertRefused("lies in the dataset", "data", "-o", "data/out", "--methods", a);
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("data/out")).doesNotExist();
        assertThat(benchmark(1, new String[] {"--methods", "nobody"}).error())
                .contains("nobody: there is no such file and no checkpoint of that name");
        assertThat(benchmark(1, new String[] {"--methods", "ifcnn-focus"}).error())
                .contains("data: no method suits it (ifcnn-focus: is for multi-focus, the task is visible-infrared)");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void everyOptionIsInTheHelp() throws Exception {
        String help = place.evaluate(0, "benchmark", "--help").output();
        assertThat(help)
                .contains("--methods", "--variant", "--metric", "--profile", "--limit", "--gallery", "--restart")
                .contains("--task", "--threads", "--sources", "Exit codes:", "benchmark.html", "costs.json");
        assertThat(help.lines()).allMatch(line -> line.length() <= 110);
    }
}
