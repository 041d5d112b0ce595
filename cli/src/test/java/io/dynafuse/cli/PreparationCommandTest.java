package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of narrow ranges and several sizes on the command line. */
@Tag("slow")
class PreparationCommandTest {
    @TempDir
    private Path folder;

    private Path weights;
    private Path visible;
    private Path counts;
    private Path small;

    @BeforeEach
    void prepare() throws IOException {
        weights = folder.resolve("w.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.MEAN, 1), Map.of());
        visible = image("data/visible/1.png", 40, 30, 3, 0, 255, SampleDepth.BITS_8);
        counts = image("data/infrared/1.png", 40, 30, 1, 7000, 8500, SampleDepth.BITS_16);
        small = image("small.png", 20, 15, 1, 0, 255, SampleDepth.BITS_8);
    }

    private Path image(String name, int width, int height, int channels, int from, int to, SampleDepth depth)
            throws IOException {
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (from + i * 7919L % (to - from + 1)) / (float) depth.maximum();
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(Image.of(width, height, channels, values, depth), file);
        return file;
    }

    private CommandProcess.Result run(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    @Test
    void aNarrowInfraredSourceIsStretchedAndTold() throws Exception {
        CommandProcess.Result result = run(
                0,
                "fuse",
                visible,
                counts,
                "-o",
                out("f.png"),
                "--checkpoint",
                weights,
                "--task",
                "visible-infrared",
                "--json",
                out("f.json"));
        assertThat(result.error())
                .contains("note: " + counts + ": uses 7000..8500 of 0..65535")
                .contains("stretched");
        assertThat(result.output()).contains("16 bits, source 2 stretched, ");
        JsonNode source = new ObjectMapper().readTree(out("f.json").toFile()).at("/sources/1");
        assertThat(source.at("/range/minimum").intValue()).isEqualTo(7000);
        assertThat(source.at("/stretch/method").textValue()).isEqualTo("percentile");
        assertThat(source.at("/stretch/automatic").booleanValue()).isTrue();
        assertThat(source.at("/stretch/from").intValue()).isBetween(7000, 7010);
        assertThat(source.at("/stretch/to").intValue()).isBetween(8490, 8500);
        run(
                0,
                "fuse",
                visible,
                counts,
                "-o",
                out("g.png"),
                "--checkpoint",
                weights,
                "--task",
                "visible-infrared",
                "--stretch",
                "none,percentile");
        assertThat(out("g.png")).hasSameBinaryContentAs(out("f.png"));
    }

    @Test
    void withoutStretchItIsOnlyTold() {
        CommandProcess.Result result = run(
                0,
                "fuse",
                visible,
                counts,
                "-o",
                out("f.png"),
                "--checkpoint",
                weights,
                "--task",
                "visible-infrared",
                "--stretch",
                "none");
        assertThat(result.error()).contains("which has little effect; --stretch percentile spreads it");
        assertThat(result.output()).doesNotContain("stretched");
    }

    @Test
    void asManyStretchesAsSourcesOrOne() {
        assertThat(run(
                                2,
                                "fuse",
                                visible,
                                counts,
                                "-o",
                                out("f.png"),
                                "--checkpoint",
                                weights,
                                "--stretch",
                                "none,range,range")
                        .error())
                .contains("--stretch: expected one word for all sources, or one for each of the 2, found 3");
    }

    @Test
    void smallerSourcesAreRefusedOrResized() throws Exception {
        assertThat(run(1, "fuse", visible, small, "-o", out("f.png"), "--checkpoint", weights, "--task", "medical")
                        .error())
                .contains(small + ": is 20x15, but " + visible + " is 40x30")
                .contains("--resize smallest, largest or first");
        assertThat(out("f.png")).doesNotExist();
        CommandProcess.Result result = run(
                0,
                "fuse",
                visible,
                small,
                "-o",
                out("f.png"),
                "--checkpoint",
                weights,
                "--task",
                "medical",
                "--resize",
                "largest",
                "--json",
                out("f.json"));
        assertThat(result.error()).contains("note: " + small + ": 20x15 resampled to 40x30 (--resize), by 2.000");
        assertThat(result.output()).contains("f.png: 40x30, ").contains("source 2 resized by 2.000");
        JsonNode source = new ObjectMapper().readTree(out("f.json").toFile()).at("/sources/1");
        assertThat(source.at("/width").intValue()).isEqualTo(20);
        assertThat(source.at("/resize/width").intValue()).isEqualTo(40);
        assertThat(source.at("/resize/horizontalFactor").doubleValue()).isEqualTo(2);
        assertThat(ImageFiles.read(out("f.png")).width()).isEqualTo(40);
    }

    @Test
    void datasetsArePreparedToo() throws Exception {
        image("data/visible/2.png", 40, 30, 3, 0, 255, SampleDepth.BITS_8);
        image("data/infrared/2.png", 20, 15, 1, 7100, 8400, SampleDepth.BITS_16);
        CommandProcess.Result result =
                run(0, "fuse", out("data"), "-o", out("all"), "--checkpoint", weights, "--resize", "smallest");
        assertThat(result.error())
                .contains("infrared/1.png: uses 7000..8500")
                .contains("visible/2.png: 40x30 resampled");
        assertThat(ImageFiles.read(out("all/2.png")).width()).isEqualTo(20);
    }

    @Test
    void resizedSourcesAreMeasuredInTheSizeOfTheFusedImage() throws Exception {
        image("data/visible/2.png", 40, 30, 3, 0, 255, SampleDepth.BITS_8);
        image("data/infrared/2.png", 20, 15, 1, 7100, 8400, SampleDepth.BITS_16);
        CommandProcess.Result result = run(
                0,
                "evaluate",
                out("data"),
                "-o",
                out("run"),
                "--checkpoint",
                weights,
                "--variant",
                "static",
                "--metric",
                "EN,Qabf",
                "--resize",
                "largest",
                "--gallery",
                "0");
        assertThat(result.error())
                .contains("note: sources of other sizes were resampled (--resize), and are measured so")
                .contains("infrared sources that use less than a tenth of their range were stretched");
        assertThat(ImageFiles.read(out("run/fused/static/2.png")).width()).isEqualTo(40);
        assertThat(run(
                                1,
                                "metrics",
                                "--fused",
                                out("run/fused/static/2.png"),
                                out("data/visible/2.png"),
                                out("data/infrared/2.png"),
                                "--metric",
                                "Qabf")
                        .error())
                .contains("is 20x15")
                .contains("--resize");
        assertThat(run(
                                0,
                                "metrics",
                                "--fused",
                                out("run/fused/static/2.png"),
                                out("data/visible/2.png"),
                                out("data/infrared/2.png"),
                                "--metric",
                                "Qabf",
                                "--resize",
                                "fused")
                        .output())
                .contains("Qabf");
        assertThat(run(
                                1,
                                "evaluate",
                                out("data"),
                                "-o",
                                out("run"),
                                "--checkpoint",
                                weights,
                                "--variant",
                                "static",
                                "--metric",
                                "EN,Qabf")
                        .error())
                .contains("sources: stretch auto, resize largest there, stretch auto, resize none here");
    }
}
