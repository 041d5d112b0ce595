package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --sources} settles which images belong together for every command that takes a dataset. */
class SourcesOptionTest {
    private static final List<String> FOLDERS =
            List.of("cropinfrared", "crop_LR_visible", "crop_HR_visible", "infrared");

    @TempDir
    private Path folder;

    private Path data;
    private Path visible;
    private Path infrared;
    private Path weights;

    @BeforeEach
    void prepare() throws IOException {
        EvaluationFolder place = new EvaluationFolder(folder);
        place.prepare();
        weights = folder.resolve("ifcnn-sum.safetensors");
        data = folder.resolve("data");
        for (String name : FOLDERS) {
            place.image("data/" + name + "/F1.png", name.hashCode(), name.endsWith("visible") ? 3 : 1, 32, 24);
            place.image("data/" + name + "/F2.png", name.hashCode() + 1, name.endsWith("visible") ? 3 : 1, 32, 24);
        }
        visible = data.resolve("crop_LR_visible");
        infrared = data.resolve("cropinfrared");
    }

    private CommandProcess.Result run(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private Path out(String name) {
        return folder.resolve("out").resolve(name);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsOpenIsRefusedWithWhatSettlesIt() {
        CommandProcess.Result result = run(1, "fuse", data, "-o", out("x"), "--checkpoint", weights);
        assertThat(result.error().lines())
                .singleElement()
                .asString()
                .contains("several readings", "(1) ", "(4) ", "--sources DIR DIR", "dataset.yaml");
        assertThat(out("x")).doesNotExist();
    }

    @Test
    void fuse() throws IOException {
        Object[] options = {"--static", "--checkpoint", weights, "-o"};
        run(0, all("fuse", "--sources", visible, infrared, options, out("option")));
        run(0, all("fuse", data, "--sources", "crop_LR_visible", "cropinfrared", options, out("inside")));
        run(0, all("fuse", visible, infrared, options, out("folders")));
        run(0, all("fuse", "--sources", visible + "/*.*", infrared + "/*.png", options, out("patterns")));
        for (String name : List.of("inside", "folders", "patterns")) {
            assertThat(filesIn(out(name))).hasSize(2);
            assertThat(out(name).resolve("F1.png")).hasSameBinaryContentAs(out("option/F1.png"));
        }
    }

    @Test
    void evaluate() throws IOException {
        run(
                0,
                all(
                        "evaluate",
                        "--sources",
                        visible,
                        infrared,
                        new Object[] {"--checkpoint", weights, "--variant", "static", "--metric", "EN", "-o"},
                        out("run")));
        assertThat(out("run/results.json"))
                .content()
                .contains("crop_LR_visible/F1.png", "cropinfrared/F1.png")
                .doesNotContain(folder.toString());
        assertThat(run(2, "evaluate", "--checkpoint", weights, "-o", out("other"))
                        .error())
                .contains("expected DATASET, or the folders of its sources by --sources");
        assertThat(run(
                                2,
                                "evaluate",
                                "--sources",
                                visible,
                                infrared,
                                "--checkpoint",
                                weights,
                                "-o",
                                visible.resolve("out"))
                        .error())
                .contains("lies in the dataset " + visible);
    }

    @Test
    void compareTakesItOnceForEachDataset() throws IOException {
        CommandProcess.Result result = run(
                0,
                all(
                        "compare",
                        "a=" + weights,
                        "b=" + weights,
                        "--sources",
                        "visible-infrared=" + visible,
                        infrared,
                        new Object[] {"--sources", "visible-infrared=" + data.resolve("crop_HR_visible")},
                        data.resolve("infrared"),
                        new Object[] {"--limit", "1", "--gallery", "0", "-o"},
                        out("compared")));
        assertThat(result.output()).containsPattern("visible-infrared +Qabf ↑ +2 ");
        assertThat(run(2, "compare", "a=" + weights, "b=" + weights, "--sources", visible, "-o", out("c"))
                        .error())
                .contains("--sources: expected 2 or more folders, found 1");
        assertThat(run(2, "compare", "a=" + weights, "b=" + weights, "-o", out("c"))
                        .error())
                .contains("expected --data DATASET, or the folders of its sources by --sources");
    }

    @Test
    void study() {
        CommandProcess.Result result = run(
                0,
                all(
                        "study",
                        "corruption",
                        "--sources",
                        visible,
                        infrared,
                        new Object[] {"--corruption", "contrast", "--variant", "maximum", "--source", "visible"},
                        "--checkpoint",
                        weights));
        assertThat(result.output()).contains("Mean weight of the corrupted source (visible) over 2 scenes");
        assertThat(run(
                                2,
                                "study",
                                "ground-truth",
                                "--data",
                                data,
                                "--checkpoint",
                                weights,
                                "--sources",
                                visible,
                                infrared)
                        .error())
                .contains("--sources: ground-truth makes scenes of photographs");
    }

    @Test
    void aDescriptionSaysItsSourcesItself() throws IOException {
        Path description = folder.resolve("set.yaml");
        Files.writeString(description, "sources: {visible: data/crop_LR_visible/*.*, infrared: data/cropinfrared/*.*}");
        assertThat(run(
                                2,
                                "evaluate",
                                description,
                                "--sources",
                                visible,
                                infrared,
                                "--checkpoint",
                                weights,
                                "-o",
                                out("x"))
                        .error())
                .contains("says itself what its sources are");
        run(0, "fuse", description, "-o", out("described"), "--checkpoint", weights, "--static");
    }

    private static Object[] all(Object... parts) {
        List<Object> all = new ArrayList<>();
        for (Object part : parts) {
            all.addAll(part instanceof Object[] several ? List.of(several) : List.of(part));
        }
        return all.toArray();
    }
}
