package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Checkpoint;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole datasets on the command line: a bad scene never stops the others, and no source is ever lost. */
class FuseDatasetTest {
    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void prepare() throws IOException {
        weights = folder.resolve("ifcnn-sum.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        for (String name : new String[] {"mri/2.png", "ct/2.png", "mri/10.png", "ct/10.png"}) {
            image(name, 20, 16, SampleDepth.BITS_8);
        }
    }

    private void image(String name, int width, int height, SampleDepth depth) throws IOException {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + Math.abs(name.hashCode())) % 997) / 997;
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(Image.of(width, height, 1, values, depth), file);
    }

    private CommandProcess.Result fuse(int exitCode, Object... arguments) throws Exception {
        Object[] all = Stream.concat(
                        Stream.concat(Stream.of("fuse"), Arrays.stream(arguments)), Stream.of("--checkpoint", weights))
                .toArray();
        CommandProcess.Result result = CommandProcess.runIn(folder, all);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("partial"));
        }
        return result;
    }

    /** Wrong usage in one line, after which every file is as it was. */
    private void assertRefused(int exitCode, String mention, Object... arguments) throws Exception {
        Map<String, byte[]> before = contents();
        CommandProcess.Result result = CommandProcess.runHere(absolute(arguments));
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        assertThat(result.error()).contains(mention);
        Map<String, byte[]> after = contents();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
    }

    /** The paths as those of the folder, which is not the one that this process works in. */
    private Object[] absolute(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("fuse"));
        for (Object argument : arguments) {
            String text = argument.toString();
            boolean isPath = !text.startsWith("-") && !all.get(all.size() - 1).equals("--format");
            all.add(isPath ? folder + "/" + text : text);
        }
        all.addAll(List.of("--checkpoint", weights.toString()));
        return all.toArray();
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : names(folder)) {
            Path file = folder.resolve(name);
            contents.put(name, Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file));
        }
        return contents;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Image read(Path file) throws IOException {
        return ImageFiles.read(file);
    }

    @Test
    void twoFoldersAreFusedAsPairsOfFilesAre() throws Exception {
        CommandProcess.Result result = fuse(0, "mri", "ct", "-o", "out/fused");
        assertThat(names(folder.resolve("out/fused"))).containsExactly("10.png", "2.png");
        assertThat(result.output().lines()).hasSize(1);
        assertThat(result.output())
                .startsWith("2 of 2 scenes fused into out/fused: ifcnn-sum, maximum, L1, k=1, exp, softmax, ");
        assertThat(result.error().lines())
                .filteredOn(line -> !line.startsWith("fusing: "))
                .containsExactly(
                        "note: layout: one folder a source: mri, ct",
                        "note: task: medical, as the names of the sources say");
        fuse(0, "mri/2.png", "ct/2.png", "-o", "2.png", "--task", "medical");
        assertThat(read(folder.resolve("out/fused/2.png")).values())
                .isEqualTo(read(folder.resolve("2.png")).values());
    }

    @Test
    void aDatasetIsAFolderOrItsDescription() throws Exception {
        image("set/a-1.png", 20, 16, SampleDepth.BITS_8);
        for (String name : new String[] {"set/x_A.png", "set/x_B.png", "set/x_C.png", "set/y_A.png", "set/y_B.png"}) {
            image(name, 20, 16, SampleDepth.BITS_8);
        }
        CommandProcess.Result result = fuse(0, "set", "-o", "out", "--static", "--format", "JPG");
        assertThat(names(folder.resolve("out"))).containsExactly("x.jpg", "y.jpg");
        assertThat(result.output()).startsWith("2 of 2 scenes fused into out: ifcnn-sum, static, ");
        assertThat(result.error()).contains("a-1.png: left out", "with 3 expect too much brightness");
        Files.writeString(
                folder.resolve("mine.yaml"),
                "task: multi-focus\nscenes: [{name: only, sources: {one: mri/2.png, two: ct/10.png}}]\n");
        result = fuse(0, "mine.yaml", "-o", "out", "--format", "tif", "--depth", "float");
        assertThat(names(folder.resolve("out"))).containsExactly("only.tif", "x.jpg", "y.jpg");
        assertThat(result.output()).startsWith("1 of 1 scene fused into out: ifcnn-sum, fused, L1");
        assertThat(read(folder.resolve("out/only.tif")).depth()).isEqualTo(SampleDepth.FLOAT_32);
    }

    @Test
    void patternsAreFoldersToo() throws Exception {
        assumeTrue(java.io.File.separatorChar == '/', "skipped: stars in paths are refused here");
        image("set/7-x.png", 20, 16, SampleDepth.BITS_8);
        image("set/7-y.png", 20, 16, SampleDepth.BITS_8);
        assertThat(fuse(0, "set/*-x.png", "set/*-y.png", "-o", "out").output()).startsWith("1 of 1 scene fused");
        assertThat(names(folder.resolve("out"))).containsExactly("7.png");
    }

    @Test
    void aBadSceneNeverStopsTheOthers() throws Exception {
        image("ct/1.png", 20, 16, SampleDepth.BITS_8);
        Files.writeString(folder.resolve("mri/1.png"), "no image");
        image("ct/10.png", 16, 20, SampleDepth.BITS_8);
        Files.createDirectory(folder.resolve("out"));
        Files.writeString(folder.resolve("out/1.png"), "an earlier result");
        Files.writeString(folder.resolve("out/2.png"), "an earlier result");
        CommandProcess.Result result = fuse(1, "mri", "ct", "-o", "out", "--replace", "--json", "report.json");
        assertThat(result.output()).startsWith("1 of 3 scenes fused into out: ").endsWith("; not fused: 1, 10\n");
        assertThat(result.error().lines())
                .filteredOn(line -> line.startsWith("not fused: "))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("not fused: 1: mri/1.png: "))
                .anyMatch(line -> line.startsWith("not fused: 10: ct/10.png: is 16x20, but mri/10.png is 20x16"));
        assertThat(folder.resolve("out/1.png")).hasContent("an earlier result");
        assertThat(read(folder.resolve("out/2.png")).width()).isEqualTo(20);
        assertThat(folder.resolve("out/10.png")).doesNotExist();
        JsonNode report = json("report.json");
        assertThat(report.at("/scenes")).hasSize(1);
        assertThat(report.at("/failed/0/scene").asText()).isEqualTo("1");
        assertThat(report.at("/failed/1/reason").asText()).contains("ct/10.png: is 16x20");
    }

    @Test
    void whereNothingCanBeFusedThatIsSaid() throws Exception {
        for (String name : new String[] {"2", "10"}) {
            Files.write(folder.resolve("ct/" + name + ".png"), new byte[0]);
        }
        CommandProcess.Result result = fuse(1, "mri", "ct", "-o", "out");
        assertThat(result.output()).startsWith("0 of 2 scenes fused into out, ").endsWith("; not fused: 2, 10\n");
        assertThat(fuse(1, "mri", "ct", "-o", "out", "--verbose").error()).contains("\tat io.dynafuse");
    }

    @Test
    void depthThatTheFormatCannotCarryIsNotedOnce() throws Exception {
        image("mri/2.png", 20, 16, SampleDepth.BITS_16);
        image("ct/10.png", 20, 16, SampleDepth.BITS_16);
        CommandProcess.Result result = fuse(0, "mri", "ct", "-o", "out", "--format", "jpg", "--json", "report.json");
        assertThat(result.error().lines())
                .filteredOn(line -> line.contains("carries"))
                .containsExactly("note: out/2.jpg carries 8 bits, less than the 16 bits of its sources; --format tif"
                        + " carries any");
        assertThat(json("report.json").at("/scenes/0/result/depth").asText()).isEqualTo("8");
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    @Test
    void weightsAndReportOfEveryScene() throws Exception {
        image("mri/2.tif", 20, 16, SampleDepth.FLOAT_32);
        Files.delete(folder.resolve("mri/2.png"));
        CommandProcess.Result result = fuse(
                0, "mri", "ct", "-o", "out", "--save-fusion-weights", "maps", "--json", "report.json", "--verbose");
        assertThat(names(folder.resolve("maps")))
                .hasSize(2 * 5)
                .contains("2", "2/1-2-weight.png", "2/1-2-weight-viridis.png", "10/2-10-weight.png");
        assertThat(result.error())
                .contains("note: out/2.png carries 16 bits, less than the float of its sources; --format tif")
                .contains("out/10.png: fused", "encode", " ms");
        JsonNode report = json("report.json");
        assertThat(report.at("/dataset").asText()).isEqualTo("mri + ct");
        assertThat(report.at("/task").asText()).isEqualTo("medical");
        assertThat(report.at("/weights/network").asText()).isEqualTo("ifcnn-sum");
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            assertThat(report.at("/weights/sha256").asText()).isEqualTo(checkpoint.sha256());
        }
        assertThat(report.at("/scenes")).hasSize(2);
        assertThat(report.at("/scenes").findValuesAsText("scene")).containsExactly("2", "10");
        assertThat(report.at("/scenes/0/output").asText()).endsWith("out/2.png");
        assertThat(report.at("/scenes/0/sources/0/depth").asText()).isEqualTo("float");
        assertThat(report.at("/scenes/0/result/depth").asText()).isEqualTo("16");
        assertThat(report.at("/scenes/1/result/depth").asText()).isEqualTo("8");
        assertThat(report.at("/scenes/0/result/weightMaps")).hasSize(4);
        assertThat(report.at("/scenes/0/milliseconds/total").asDouble()).isPositive();
        assertThat(report.at("/failed")).isEmpty();
    }

    @Test
    void sourcesAreNeverOverwritten() throws Exception {
        assertRefused(2, "ct: holds the sources", "mri", "ct", "-o", "ct");
        assertRefused(2, "holds the sources", "mri", "ct", "-o", "mri/../ct/.");
        image("set/x_A.png", 20, 16, SampleDepth.BITS_8);
        image("set/x_B.png", 20, 16, SampleDepth.BITS_8);
        assertRefused(2, "set: holds the sources", "set", "-o", "set");
        assertRefused(2, "set: holds the sources", "set", "-o", "out", "--save-fusion-weights", "set");
        assertRefused(2, "set/x_A.png: is read or written", "set", "-o", "out", "--json", "set/x_A.png");
        assertRefused(2, "is read or written", "mri", "ct", "-o", "out", "--json", "out/2.png");
        Files.createSymbolicLink(folder.resolve("alias"), folder.resolve("set"));
        assertRefused(2, "alias: holds the sources", "set", "-o", "alias");
        Files.createDirectory(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("out/x.png"), folder.resolve("set/x_B.png"));
        assertRefused(2, "out/x.png: is read or written", "set", "-o", "out");
        Files.writeString(folder.resolve("dataset.yaml"), "sources: {a: mri, b: ct}");
        assertRefused(2, "is read or written", "dataset.yaml", "-o", "out", "--json", "dataset.yaml");
    }

    @Test
    void whatIsThereIsReplacedOnlyIfAskedFor() throws Exception {
        fuse(0, "mri", "ct", "-o", "out", "--save-fusion-weights", "maps", "--json", "report.json");
        Files.delete(folder.resolve("out/10.png"));
        image("truth/10.png", 20, 16, SampleDepth.BITS_8);
        assertRefused(1, "out: 1 of 2 fused images are there already; expected another", "mri", "ct", "-o", "out");
        assertRefused(1, "truth: 1 of 2 fused images are there already", "mri", "ct", "-o", "truth");
        assertRefused(
                1,
                "maps: 2 of 2 scenes' fusion weights are there",
                "mri",
                "ct",
                "-o",
                "new",
                "--save-fusion-weights",
                "maps");
        assertRefused(2, "--replace: is for datasets", "mri/2.png", "ct/2.png", "-o", "o.png", "--replace");
        image("ct/2.png", 20, 16, SampleDepth.BITS_16);
        byte[] before = Files.readAllBytes(folder.resolve("out/2.png"));
        fuse(0, "mri", "ct", "-o", "out", "--save-fusion-weights", "maps", "--json", "report.json", "--replace");
        assertThat(Files.readAllBytes(folder.resolve("out/2.png"))).isNotEqualTo(before);
        assertThat(folder.resolve("out/10.png")).exists();
    }

    @Test
    void aReportReplacesNothingButAReport() throws Exception {
        for (String content :
                List.of("notes", "{}", "[1]", "{\"versions\": {\"java\": \"17\"}}", "{\"versions\"", "{")) {
            Files.writeString(folder.resolve("notes.json"), content);
            assertRefused(
                    1,
                    "notes.json: is there already and is not the report",
                    "mri",
                    "ct",
                    "-o",
                    "out",
                    "--json",
                    "notes.json");
        }
        Files.writeString(folder.resolve("report.json"), "");
        fuse(0, "mri", "ct", "-o", "out", "--json", "report.json");
        fuse(0, "mri", "ct", "-o", "new", "--json", "report.json");
        assertThat(json("report.json").at("/scenes/0/output").asText()).endsWith("new/2.png");
    }

    @Test
    void whatIsMeantForOneSceneIsRefusedForMany() throws Exception {
        assertRefused(2, "out.png: is the name of an image; expected a folder", "mri", "ct", "-o", "out.png");
        Files.writeString(folder.resolve("file"), "");
        assertRefused(2, "file: is a file; expected a folder", "mri", "ct", "-o", "file");
        assertRefused(2, "ct/2.png: is a file, but others are folders", "mri", "ct/2.png", "-o", "out");
        assertRefused(2, "--format: is for datasets", "mri/2.png", "ct/2.png", "-o", "o.png", "--format", "png");
        assertRefused(2, "--format", "mri", "ct", "-o", "out", "--format", "gif");
        assertRefused(2, "--depth 16: JPEG cannot carry it", "mri", "ct", "-o", "out", "--format=jpg", "--depth=16");
        assertRefused(2, "expected 2 or more source images, found 1; a folder", "mri/2.png", "-o", "out.png");
    }

    @Test
    void whatIsNoDatasetIsSaid() throws Exception {
        assertRefused(1, "missing.yaml: there is no such file", "missing.yaml", "-o", "out");
        assertRefused(1, "missing: there is no such folder", "mri", "missing", "-o", "out");
        Files.createDirectory(folder.resolve("empty"));
        assertRefused(1, "empty: holds neither images nor folders of images", "empty", "-o", "out");
        assertRefused(1, "empty: holds no image", "mri", "empty", "-o", "out");
        Files.writeString(folder.resolve("wrong.yml"), "sauces: {a: mri, b: ct}");
        assertRefused(1, "wrong.yml: unknown key sauces; did you mean sources?", "wrong.yml", "-o", "out");
    }

    @Test
    void aCheckpointThatCannotBeReadLeavesNothing() throws Exception {
        Files.write(weights, new byte[100]);
        CommandProcess.Result result = fuse(1, "mri", "ct", "-o", "out");
        assertThat(result.error()).contains(weights.getFileName() + ": it is not a checkpoint");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
