package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.report.ConstantName;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.Outdoors;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticDataset;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenes made on the command line. */
@Tag("slow")
class SynthCommandTest {
    @TempDir
    private Path folder;

    private static CommandProcess.Result synth(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(
                Stream.concat(Stream.of("synth"), Arrays.stream(arguments)).toArray());
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private void assertRefused(int exitCode, String mention, Object... arguments) {
        CommandProcess.Result result = synth(exitCode, arguments);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).singleElement().asString().contains(mention);
    }

    @Test
    void withoutATaskEachHasAFolder() throws IOException {
        Path out = folder.resolve("new/out");
        CommandProcess.Result result = synth(0, "-o", out, "--scenes", 2, "--size", "40x32");
        assertThat(result.error()).isEmpty();
        assertThat(result.output().lines())
                .hasSize(4)
                .contains(out.resolve("multi-focus") + ": 2 scenes of 40x32 pixels: near, far");
        for (Task task : Task.values()) {
            Dataset dataset = Dataset.read(out.resolve(ConstantName.of(task)));
            assertThat(dataset.task()).contains(task);
            assertThat(dataset.scenes()).extracting(DatasetScene::name).containsExactly("0001", "0002");
            for (Path file : dataset.scenes().get(1).allFiles()) {
                Image image = ImageFiles.read(file);
                assertThat(List.of(image.width(), image.height())).containsExactly(40, 32);
            }
        }
    }

    @Test
    void aTasksOptionsAreHeededAndSaidInTheDescription() throws IOException {
        Path stack = folder.resolve("stack");
        synth(0, "--task", "multi-focus", "-o", stack, "--scenes", 1, "--size", "32x32", "--sources", 4, "--seed", -3);
        assertThat(stack.resolve("focus-4/0001.png")).exists();
        assertThat(Files.readString(stack.resolve("dataset.yaml")))
                .startsWith(
                        "# made by dynafuse synth --task multi-focus --sources 4 --scenes 1 --size 32x32 --seed -3\n");
        Path heads = folder.resolve("heads");
        synth(0, "--task", "medical", "-o", heads, "--scenes", 1, "--size", "32x32", "--pair", "mri-pet");
        assertThat(heads.resolve("pet/0001.png")).exists();
        assertThat(heads.resolve("truth")).doesNotExist();
    }

    @Test
    void nightsWithManyPeopleAndCarsCanBeAskedFor() throws IOException {
        Path nights = folder.resolve("nights");
        String task = "visible-infrared";
        synth(0, "--task", task, "-o", nights, "--scenes", 2, "--size", "64x48", "--light", "night", "--busy");
        assertThat(nights.resolve("dataset.yaml"))
                .content()
                .startsWith("# made by dynafuse synth --task visible-infrared --light night --busy --scenes 2 ");
        SceneMaker maker = SceneMakers.outdoors(Outdoors.BUSY.in(Illumination.NIGHT));
        SyntheticScene second = new SyntheticDataset(maker, 2, 64, 48, 1).scene(2);
        assertThat(ImageFiles.read(nights.resolve("visible/0002.png")).values())
                .containsExactly(second.sources().get(0).values());
        String objects = Files.readString(nights.resolve("objects/0002.xml"));
        assertThat(second.things().orElseThrow())
                .isNotEmpty()
                .allMatch(thing -> objects.contains("<xmax>" + thing.right() + "</xmax><ymax>" + thing.bottom()));
    }

    @Test
    void theSameSeedGivesTheSameFiles() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            synth(0, "--task", "multi-exposure", "-o", folder.resolve(name), "--scenes", 3, "--size", "32x32");
        }
        EvaluationFolder place = new EvaluationFolder(folder);
        assertThat(place.contents("a")).hasSize(10).isEqualTo(place.contents("b"));
    }

    @Test
    void whatIsThereIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertRefused(1, folder + ": is there already; expected a new or empty folder. A dataset that", "-o", folder);
        assertRefused(1, "mine.txt: is there already", "-o", folder.resolve("mine.txt"));
        assertThat(folder.resolve("mine.txt")).content().isEqualTo("mine");
        assertThat(folder.toFile().list()).containsExactly("mine.txt");
    }

    @Test
    void wrongUsageIsSaidInOneLine() {
        Path out = folder.resolve("out");
        assertRefused(2, "--output", "--task", "medical");
        assertRefused(2, "-o: expected the name of a folder, found an empty one", "-o", "");
        assertRefused(2, "--images: expected the name of a folder, found an empty one", "-o", out, "--images", "");
        assertRefused(2, "--scenes: expected 1 or more, found 0", "-o", out, "--scenes", 0);
        assertRefused(2, "expected a size in pixels such as 320x240, found 3", "-o", out, "--size", "3");
        assertRefused(2, "--size: expected 16 to 16384 pixels a side, found 15x20", "-o", out, "--size", "15x20");
        assertRefused(2, "--sources: expected 2 to 16, found 17", "-o", out, "--sources", 17);
        assertRefused(2, "--sources: is for", "-o", out, "--task", "medical", "--sources", 3);
        assertRefused(
                2,
                "--pair: is for medical, found --task multi-focus",
                "-o",
                out,
                "--task",
                "multi-focus",
                "--pair",
                "mri-ct");
        assertRefused(2, "--light: is for", "-o", out, "--task", "medical", "--light", "night");
        assertRefused(2, "--busy: is for", "-o", out, "--task", "multi-focus", "--busy");
        assertRefused(2, "expected one of day, night, found dusk", "-o", out, "--light", "dusk");
        assertRefused(2, "--light, --busy: are for", "-o", out, "--busy", "--images", folder);
        assertRefused(2, "--images: is for", "-o", out, "--task", "medical", "--images", folder);
        assertRefused(
                2,
                "expected one apart from it",
                "-o",
                folder.resolve("photos/new"),
                "--images",
                folder.resolve("photos"));
        assertRefused(2, "expected one apart from it", "-o", folder, "--images", folder.resolve("photos"));
        assertRefused(1, "there is no such folder", "-o", out, "--images", folder.resolve("photos"));
        assertThat(out).doesNotExist();
    }

    @Test
    void photographsTakeThePlaceOfWhatIsMade() throws IOException {
        Path photographs = folder.resolve("photos");
        Files.createDirectory(photographs);
        float[] values = new float[3 * 48 * 48];
        Arrays.fill(values, 0.5f);
        // Less than eight bits show, as a photograph that is even all over is passed over.
        values[0] += 2 / 65535f;
        ImageFiles.write(Image.of(48, 48, 3, values, SampleDepth.BITS_16), photographs.resolve("a.png"));
        Files.writeString(photographs.resolve("b.jpg"), "none");
        CommandProcess.Result result = synth(
                0,
                "--images",
                photographs,
                "--task",
                "multi-focus",
                "-o",
                folder.resolve("out"),
                "--scenes",
                2,
                "--size",
                "40x40");
        assertThat(result.error().lines())
                .singleElement()
                .asString()
                .startsWith("passed over: ")
                .contains("b.jpg");
        // Whatever is cut out of it, an even photograph stays even.
        float[] truth = ImageFiles.read(folder.resolve("out/truth/0002.png")).values();
        for (float value : truth) {
            assertThat(value).isEqualTo(truth[0]);
        }
    }

    @Test
    void evaluateMeasuresWhatWasMade() throws Exception {
        EvaluationFolder place = new EvaluationFolder(folder);
        place.prepare();
        synth(0, "--task", "multi-focus", "-o", folder.resolve("data"), "--scenes", 2, "--size", "48x40");
        CommandProcess.Result result = place.evaluate(
                0, EvaluationFolder.arguments("data", "out", "--variant", "static", "--metric", "PSNR,EN"));
        assertThat(result.output()).contains("2 of 2 fused images measured");
        assertThat(result.error().lines())
                .contains("note: PSNR compares with the sources; PSNR_GT compares with the truth");
        assertThat(folder.resolve("out/fused/static/0002.png")).exists();
    }

    /** Killed at any moment, what can be read are whole scenes, without the description that a whole dataset has. */
    @Test
    void aKilledProcessLeavesWholeScenes() throws Exception {
        Process process = CommandProcess.begin(
                folder, "synth", "--task", "multi-focus", "-o", "out", "--scenes", 100_000, "--size", "64x64");
        try {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!Files.exists(folder.resolve("out/far/000007.png")) && System.nanoTime() < end) {
                Thread.sleep(20);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("out/dataset.yaml")).doesNotExist();
        List<DatasetScene> scenes = Dataset.read(folder.resolve("out")).scenes();
        assertThat(scenes).hasSizeBetween(5, 99_999);
        for (DatasetScene scene : scenes) {
            assertThat(scene.allFiles()).hasSize(3);
            for (Path file : scene.allFiles()) {
                assertThat(ImageFiles.read(file).width()).isEqualTo(64);
            }
        }
    }
}
