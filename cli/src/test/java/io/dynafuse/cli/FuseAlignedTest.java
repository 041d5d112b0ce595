package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and datasets that are aligned before they are fused, and datasets that are only aligned. */
@Tag("slow")
class FuseAlignedTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        scene("a.png", 1, 10, 20);
        scene("b.png", 1, 17, 25);
        scene("other.png", 2, 10, 20);
    }

    private void scene(String name, long seed, int x, int y) throws IOException {
        DrawnScenes.write(folder.resolve(name), seed, x, y, SampleDepth.BITS_8);
    }

    private CommandProcess.Result run(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runIn(folder, arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private Image read(String name) throws IOException {
        return ImageFiles.read(folder.resolve(name));
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    @Test
    void sourcesAreAlignedAndThenFused() throws Exception {
        CommandProcess.Result result =
                run(0, "fuse", "--align", "a.png", "b.png", "-o", "f.png", "--task", "multi-focus", "--json", "f.json");
        assertThat(result.error()).contains("note: b.png: aligned with a.png: moved by 8.6 px (translation)");
        assertThat(result.output())
                .contains("f.png: 153x115")
                .contains("source 1 cropped to 153x115, source 2 moved by 8.6 px (translation)");
        // Of two equal images the fused one is the same.
        Image expected = DrawnScenes.window(1, new Region(17, 25, 153, 115), SampleDepth.BITS_8);
        assertThat(read("f.png").values()).isEqualTo(expected.values());
        JsonNode second = json("f.json").at("/sources/1");
        assertThat(second.at("/width").intValue()).isEqualTo(160);
        assertThat(second.at("/align/model").textValue()).isEqualTo("translation");
        assertThat(second.at("/align/moved").doubleValue()).isEqualTo(Math.hypot(7, 5), within(0.05));
        assertThat(second.at("/align/canvas/width").intValue()).isEqualTo(153);
    }

    @Test
    void whatCannotBeAlignedIsRefusedOrFusedAsItIs() {
        CommandProcess.Result refused =
                run(1, "fuse", "a.png", "other.png", "--align", "-o", "f.png", "--task", "multi-focus");
        assertThat(refused.error().lines()).hasSize(1);
        assertThat(refused.error())
                .startsWith("other.png: cannot be aligned with a.png")
                .contains("--transform FILE");
        assertThat(folder.resolve("f.png")).doesNotExist();
        CommandProcess.Result tried =
                run(0, "fuse", "a.png", "other.png", "--align=try", "-o", "f.png", "--task", "multi-focus");
        assertThat(tried.error()).contains("note: other.png: cannot be aligned").contains("fused as it is");
        assertThat(tried.output()).contains("source 2 not aligned");
        assertThat(run(2, "fuse", "a.png", "b.png", "-o", "g.png", "--crop", "union")
                        .error())
                .contains("--crop: says how sources are aligned; expected --align with it");
        assertThat(run(2, "fuse", "a.png", "b.png", "-o", "g.png", "--align=perhaps")
                        .error())
                .contains("--align");
    }

    @Test
    void stacksAreAlignedWhileTheyAreRead() throws Exception {
        for (int m = 0; m < 5; m++) {
            scene("s" + m + ".png", 1, 10 + 2 * m, 20);
        }
        String[] arguments = {"fuse", "s0.png", "s1.png", "s2.png", "s3.png", "s4.png", "--task", "multi-focus"};
        String output = run(
                        0,
                        Stream.concat(Arrays.stream(arguments), Stream.of("--align", "-o", "f.png"))
                                .toArray())
                .output();
        assertThat(output).contains("f.png: 152x120").contains("source 1 moved by 4.0 px");
        Image expected = DrawnScenes.window(1, new Region(18, 20, 152, 120), SampleDepth.BITS_8);
        assertThat(read("f.png").values()).isEqualTo(expected.values());
    }

    private void dataset() throws IOException {
        for (int seed = 3; seed < 7; seed++) {
            scene("data/mri/" + seed + ".png", seed, 10, 20);
            // The last shows something else.
            scene("data/ct/" + seed + ".png", seed == 6 ? 9 : seed, 17, 25);
        }
    }

    @Test
    void datasetsAreAlignedSceneByScene() throws Exception {
        dataset();
        CommandProcess.Result fused = run(1, "fuse", "data", "--align", "-o", "fused");
        assertThat(fused.output()).contains("3 of 4 scenes fused").contains("not fused: 6");
        assertThat(fused.error()).contains("not fused: 6: data/ct/6.png: cannot be aligned with data/mri/6.png");
        assertThat(read("fused/3.png").width()).isEqualTo(153);

        CommandProcess.Result aligned = run(1, "align", "data", "-o", "aligned");
        assertThat(aligned.output()).contains("3 of 4 scenes aligned").contains("not aligned: 6");
        assertThat(read("aligned/ct/4.png").values())
                .isEqualTo(read("aligned/mri/4.png").values());
        assertThat(folder.resolve("aligned/dataset.yaml")).content().contains("task: medical");
        assertThat(folder.resolve("aligned/mri/6.png")).doesNotExist();
        assertThat(run(1, "align", "data", "-o", "aligned").error()).contains("expected a new or empty folder");
        assertThat(run(2, "align", "data", "-o", "data/more").error()).contains("lies in the dataset");
        assertThat(run(2, "align", "data").error()).contains("expected -o DIR, --report or --rig");
    }

    @Test
    void aReportListsEverySceneAndARigHasOneMotion() throws Exception {
        dataset();
        String report = run(0, "align", "data", "--report").output();
        assertThat(report.lines()).hasSize(5);
        assertThat(report)
                .contains("3: ct moved by 8.6 px (translation)")
                .contains("; not trusted: ")
                .contains("4 sources of 4 scenes, 3 trusted: off by 8.6 px on average, median 8.6 px");

        CommandProcess.Result rig = run(0, "align", "data", "--rig", "-o", "rig");
        assertThat(rig.output()).contains("ct: moved by 8.6 px (translation)").contains("4 of 4 scenes aligned");
        assertThat(rig.error()).contains("6: its own motion cannot be trusted");
        Image other = DrawnScenes.window(9, new Region(17, 25, 153, 115), SampleDepth.BITS_8);
        assertThat(read("rig/ct/6.png").values()).isEqualTo(other.values());
        assertThat(Files.readString(folder.resolve("rig/alignment.json"))).contains("\"translation\"");
        // The file of the rig serves other scenes of it.
        run(0, "fuse", "data", "--align", "--transform", "rig/alignment.json", "-o", "fused");
        assertThat(read("fused/6.png").width()).isEqualTo(153);
    }
}
