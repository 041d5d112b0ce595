package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.TestCheckpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fuse} and {@code metrics} say of images that are transparent somewhere. */
class TransparencyCommandTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 20;
    private static final Region WHOLE = new Region(0, 0, WIDTH, HEIGHT);

    @TempDir
    Path folder;

    /** Two levels in turn where there are data, 200 where not. */
    private Path image(String name, IntPredicate hasData) throws Exception {
        float[] values = new float[WIDTH * HEIGHT];
        float[] alphas = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (hasData.test(i) ? 40 + 60 * (i % 2) : 200) / 255f;
            alphas[i] = hasData.test(i) ? 1 : 0;
        }
        ImageBuilder image = new ImageBuilder(WIDTH, HEIGHT, 1, SampleDepth.BITS_8);
        image.put(WHOLE, values);
        image.putAlpha(WHOLE, alphas);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(image.build(ImageMetadata.NONE), file);
        return file;
    }

    private CommandProcess.Result run(Object... arguments) throws Exception {
        EmbeddedCheckpoint weights = TestCheckpoints.embedded(folder, "ours", Ifcnn.MEAN, Task.MULTI_FOCUS);
        CheckpointLibrary library = new CheckpointLibrary(List.of(weights), new InstalledFolder(Optional.empty()));
        return CommandProcess.runHere(library, arguments);
    }

    private CommandProcess.Result fuse(Object... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 3];
        System.arraycopy(new Object[] {"fuse", "--task", "multi-focus"}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run(all);
    }

    private JsonNode json(Path file) throws Exception {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** Both lack the first two of forty columns, the second two more. */
    @Test
    void aResultSaysWhereItIsTransparent() throws Exception {
        Path first = image("a.png", i -> i % WIDTH >= 2);
        Path second = image("b.png", i -> i % WIDTH >= 4);
        Path output = folder.resolve("f.png");
        Path report = folder.resolve("f.json");

        CommandProcess.Result result = fuse(first, second, "-o", output, "--json", report);

        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output()).contains(": 40x20, gray and transparent at 5.0 % of the pixels, 8 bits");
        assertThat(result.error()).isEmpty();
        assertThat(json(report).at("/result/transparent").asDouble()).isEqualTo(0.05, within(1e-9));
        assertThat(json(report).at("/sources/1/transparent").asDouble()).isEqualTo(0.1, within(1e-9));
        Image fused = ImageFiles.read(output);
        assertThat(fused.alpha(new Region(0, 7, 4, 1))).containsExactly(0, 0, 1, 1);
    }

    @Test
    void anOpaqueResultSaysNothing() throws Exception {
        Path report = folder.resolve("f.json");

        CommandProcess.Result result = fuse(
                image("a.png", i -> true),
                image("b.png", i -> i > 50),
                "-o",
                folder.resolve("f.png"),
                "--json",
                report);

        assertThat(result.output()).contains(": 40x20, gray, 8 bits");
        assertThat(json(report).at("/result").has("transparent")).isFalse();
        assertThat(json(report).at("/sources/0").has("transparent")).isFalse();
    }

    @Test
    void aFormatWithoutAlphaIsBlackThereAndSaysSo() throws Exception {
        Path first = image("a.png", i -> i % WIDTH >= 20);
        Path output = folder.resolve("f.jpg");

        CommandProcess.Result result = fuse(first, first, "-o", output);

        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error()).containsOnlyOnce("f.jpg: what is transparent is black");
        assertThat(result.output()).doesNotContain("transparent");
        assertThat(ImageFiles.read(output).values(new Region(3, 3, 1, 1))[0]).isLessThan(0.05f);
    }

    @Test
    void aSourceWithoutDataIsRefusedByName() throws Exception {
        Path first = image("a.png", i -> true);
        Path none = image("nothing.png", i -> false);
        Path output = folder.resolve("f.png");

        CommandProcess.Result result = fuse(first, none, "-o", output);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error().lines())
                .containsExactly(none
                        + ": has no data, its alpha being 0 at every pixel; expected an image that shows something");
        assertThat(output).doesNotExist();
    }

    /** Where all have data, columns 6 to 35, two levels are equally frequent: an entropy of one bit. */
    @Test
    void metricsLeaveOutWhatIsTransparentIfAsked() throws Exception {
        Path fused = image("f.png", i -> i % WIDTH >= 6);
        Path first = image("a.png", i -> i % WIDTH < 36);
        Path second = image("b.png", i -> true);

        CommandProcess.Result all = run("metrics", "--fused", fused, first, second, "--metric", "EN,SSIM");
        CommandProcess.Result opaque =
                run("metrics", "--fused", fused, first, second, "--metric", "EN,SSIM,PSNR,VIF", "--opaque-only");
        CommandProcess.Result report =
                run("metrics", "--fused", fused, first, second, "--metric", "EN", "--opaque-only", "--format", "json");

        assertThat(all.exitCode()).as(all.error()).isZero();
        assertThat(all.error().lines())
                .singleElement()
                .asString()
                .contains("note: transparent pixels count with the samples stored there", "--opaque-only");
        assertThat(all.output()).contains("f.png: 40x20").doesNotContain("1.0000  ");
        assertThat(opaque.exitCode()).as(opaque.error()).isZero();
        assertThat(opaque.output().lines())
                .anyMatch(line -> line.endsWith("f.png: 30x20"))
                .anyMatch(line -> line.matches("EN +canonical +1\\.0000 .*"));
        assertThat(opaque.error()).contains("f.png: measured within the 30x20 pixels from column 6 of row 0 on");
        JsonNode image = new ObjectMapper().readTree(report.output()).at("/methods/0/images/0");
        assertThat(image.at("/width").asInt()).isEqualTo(30);
        assertThat(image.at("/samples").asText()).contains("within the 30x20 pixels");
    }

    @Test
    void metricsOfOpaqueImagesAreTheSameEitherWay() throws Exception {
        Path fused = image("f.png", i -> true);

        CommandProcess.Result usual = run("metrics", "--fused", fused);
        CommandProcess.Result opaque = run("metrics", "--fused", fused, "--opaque-only");

        assertThat(opaque.output()).isEqualTo(usual.output());
        assertThat(opaque.error()).isEmpty();
    }

    @Test
    void metricsOfImagesThatNeverMeetAreRefused() throws Exception {
        Path fused = image("f.png", i -> i % WIDTH < 20);
        Path first = image("a.png", i -> i % WIDTH >= 20);

        CommandProcess.Result result =
                run("metrics", "--fused", fused, first, first, "--metric", "SSIM", "--opaque-only");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error()).contains("f.png: at no pixel do all images of its scene have data");
    }
}
