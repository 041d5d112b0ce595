package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.align.TransformFile;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alignment of images on the command line: windows of one scene fall onto each other, and nothing is written that is not trusted. */
@Tag("slow")
class AlignCommandTest {
    @TempDir
    private Path folder;

    /** Both see the scene's columns 17 to 169 and rows 25 to 139 alike. */
    @BeforeEach
    void prepare() throws IOException {
        scene("a.png", 1, 10, 20);
        scene("b.png", 1, 17, 25);
        scene("other.png", 2, 10, 20);
    }

    private void scene(String name, long seed, int x, int y) throws IOException {
        DrawnScenes.write(folder.resolve(name), seed, x, y, SampleDepth.BITS_8);
    }

    private CommandProcess.Result run(Object... arguments) {
        return CommandProcess.runIn(
                folder,
                Stream.concat(Stream.of("align"), Arrays.stream(arguments)).toArray());
    }

    private String align(Object... arguments) {
        CommandProcess.Result result = run(arguments);
        assertThat(result.exitCode()).as(result.error()).isZero();
        return result.output();
    }

    /** One line, and no file more than before. */
    private void assertRefused(int exitCode, String mention, Object... arguments) throws IOException {
        long before = files();
        CommandProcess.Result result = run(arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        assertThat(result.error()).contains(mention);
        assertThat(files()).isEqualTo(before);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.count();
        }
    }

    private Image read(String name) throws IOException {
        return ImageFiles.read(folder.resolve(name));
    }

    private void write(String name, Image image) throws IOException {
        ImageFiles.write(image, folder.resolve(name));
    }

    private Path text(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void shiftedImagesAreCutToWhatBothShow() throws Exception {
        String output = align("a.png", "b.png", "-o", "out", "--overlay", "o.png");
        Image expected = DrawnScenes.window(1, new Region(17, 25, 153, 115), SampleDepth.BITS_8);
        assertThat(read("out/a.png").values()).isEqualTo(expected.values());
        assertThat(read("out/b.png").values()).isEqualTo(expected.values());
        // The root of 7² + 5² is 8.60.
        assertThat(output.lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("a.png: stays"),
                        line -> assertThat(line)
                                .startsWith("b.png: moved by 8.6 px (translation), agreement ")
                                .contains("known to 0.1 px"),
                        line -> assertThat(line).endsWith("out: 2 images of 153x115"));
        assertThat(read("o.png").width()).isGreaterThan(320);
        TransformFile file = TransformFile.read(folder.resolve("out/alignment.json"));
        assertThat(file.reference()).isEqualTo(1);
        assertThat(file.sources().get(1).name()).isEqualTo("b.png");
        assertThat(file.sources().get(1).matrix().get(2)).isEqualTo(-7, within(0.05));
        assertThat(file.sources().get(1).matrix().get(5)).isEqualTo(-5, within(0.05));
    }

    @Test
    void theReferenceAndTheCropAreChosen() throws Exception {
        align("a.png", "b.png", "-o", "out", "--align-to", "b.png", "--crop", "reference");
        assertThat(read("out/b.png").values()).isEqualTo(read("b.png").values());
        Image a = read("out/a.png");
        assertThat(a.width()).isEqualTo(160);
        // What lies right of column 169 and below row 139 of the scene, a does not show: 7 columns, 5 rows.
        assertThat(a.transparentShare()).isEqualTo(1 - 153 * 115 / (160.0 * 120), within(1e-6));
        align("a.png", "b.png", "-o", "all", "--crop", "union");
        assertThat(read("all/a.png").width()).isEqualTo(167);
        assertThat(read("all/a.png").height()).isEqualTo(125);
    }

    @Test
    void depthsAndSizesAreKept() throws Exception {
        DrawnScenes.write(folder.resolve("deep/a.png"), 1, 10, 20, SampleDepth.BITS_16);
        DrawnScenes.write(folder.resolve("float/a.tif"), 1, 17, 25, SampleDepth.FLOAT_32);
        write("wide.png", DrawnScenes.window(1, new Region(0, 0, 200, 150), SampleDepth.BITS_8));
        align("deep/a.png", "float/a.tif", "wide.png", "-o", "out", "--align-to", "first", "--task", "multi-exposure");
        Image expected = DrawnScenes.window(1, new Region(17, 25, 153, 115), SampleDepth.BITS_16);
        assertThat(read("out/1-a.png").values()).isEqualTo(expected.values());
        assertThat(read("out/1-a.png").depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(read("out/2-a.tif").depth()).isEqualTo(SampleDepth.FLOAT_32);
        assertThat(read("out/3-wide.png").width()).isEqualTo(153);
        assertRefused(2, "cannot carry the floats", "deep/a.png", "float/a.tif", "-o", "out2", "--format", "png");
    }

    @Test
    void withoutAFolderItOnlyTells() throws Exception {
        long before = files();
        assertThat(align("a.png", "b.png")).contains("moved by 8.6 px");
        assertThat(files()).isEqualTo(before);
        align("a.png", "b.png", "--json", "t.json");
        assertThat(align("a.png", "b.png", "--transform", "t.json", "-o", "out"))
                .contains("moved by 8.6 px");
        assertThat(read("out/b.png").values()).isEqualTo(read("out/a.png").values());
    }

    @Test
    void pointsSayTheMotion() throws Exception {
        text("p.txt", "50 50 43 45\n120 30 113 25 # the corner of a roof\n");
        align("a.png", "other.png", "--points", "p.txt", "-o", "out");
        Image expected = DrawnScenes.window(2, new Region(10, 20, 153, 115), SampleDepth.BITS_8);
        assertThat(read("out/other.png").values()).isEqualTo(expected.values());
    }

    @Test
    void aFocusStackOfManyIsAlignedToItsMiddle() throws Exception {
        for (int m = 0; m < 5; m++) {
            scene("s" + m + ".png", 1, 10 + 2 * m, 20);
        }
        String output = align("s0.png", "s1.png", "s2.png", "s3.png", "s4.png", "--task", "multi-focus", "-o", "out");
        assertThat(output).contains("s2.png: stays").contains("s0.png: moved by 4.0 px");
        Image expected = DrawnScenes.window(1, new Region(18, 20, 152, 120), SampleDepth.BITS_8);
        assertThat(read("out/s0.png").values()).isEqualTo(expected.values());
        assertThat(read("out/s4.png").values()).isEqualTo(expected.values());
    }

    @Test
    void differentScenesAreRefused() throws Exception {
        assertRefused(
                1,
                "other.png: cannot be aligned with a.png: ",
                "a.png",
                "other.png",
                "-o",
                "out",
                "--overlay",
                "o.png");
        assertThat(run("a.png", "other.png").error())
                .contains("--around ANGLE,SCALE, --points FILE or --transform FILE");
        scene("third.png", 3, 10, 20);
        CommandProcess.Result result = run("a.png", "other.png", "third.png", "--align-to", "first", "-o", "out");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("other.png: cannot be aligned"),
                        line -> assertThat(line).startsWith("third.png: cannot be aligned"));
    }

    @Test
    void imagesThatShowNothingAreRefused() throws Exception {
        float[] noise = new float[160 * 120];
        Random random = new Random(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat();
        }
        write("noise.png", Image.of(160, 120, 1, noise, SampleDepth.BITS_8));
        write("blank.png", Image.of(160, 120, 1, new float[160 * 120], SampleDepth.BITS_8));
        write("pixel.png", Image.of(1, 1, 1, new float[1], SampleDepth.BITS_8));
        write("strip.png", Image.of(16_000, 4, 1, new float[16_000 * 4], SampleDepth.BITS_8));
        for (String nothing : new String[] {"noise.png", "blank.png", "pixel.png", "strip.png"}) {
            assertRefused(1, nothing + ": cannot be aligned", "a.png", nothing, "-o", "out");
        }
        for (String nothing : new String[] {"blank.png", "pixel.png", "strip.png"}) {
            assertRefused(1, "cannot be aligned", nothing, nothing, "-o", "out");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not JSON | holds no transforms",
                "{} | holds no transforms",
                "{\"version\":1,\"dynafuse\":\"x\",\"reference\":1,\"sources\":[SOURCE,SINGULAR]} | singular",
                "{\"version\":1,\"dynafuse\":\"x\",\"reference\":1,\"sources\":[SOURCE,SOURCE,SOURCE]} | for 3 sources, found 2",
                "{\"version\":1,\"dynafuse\":\"x\",\"reference\":1,\"sources\":[SOURCE,WIDE]} | is for 90 x 120 pixels"
            })
    void wrongTransforms(String content, String mention) throws Exception {
        String source = "{\"name\":\"n\",\"width\":%d,\"height\":120,\"matrix\":[1,0,0,0,%d,0,0,0,1],\"trusted\":true}";
        text(
                "t.json",
                content.replace("SOURCE", source.formatted(160, 1))
                        .replace("SINGULAR", source.formatted(160, 0))
                        .replace("WIDE", source.formatted(90, 1)));
        assertRefused(1, "t.json: ", "a.png", "b.png", "--transform", "t.json", "-o", "out");
        assertThat(run("a.png", "b.png", "--transform", "t.json").error()).contains(mention);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3 | expected the 4 numbers",
                "1 2 3 x | expected numbers",
                "1 2 3 999 | expected a point within the 160 x 120 pixels",
                "10 10 10 10;90 20 90 20;30 90 50 90;120 100 120 100;60 70 60 70 | line 3",
                "# nothing | expected 1 pairs"
            })
    void wrongPoints(String lines, String mention) throws Exception {
        text("p.txt", lines.replace(';', '\n'));
        assertRefused(1, "p.txt: ", "a.png", "b.png", "--points", "p.txt", "-o", "out");
        assertThat(run("a.png", "b.png", "--points", "p.txt").error()).contains(mention);
    }

    @Test
    void filesThatAreNotThere() throws Exception {
        assertRefused(1, "no such file", "a.png", "nothing.png", "-o", "out");
        assertRefused(1, "p.txt: there is no such file", "a.png", "b.png", "--points", "p.txt");
        assertRefused(1, "there is no such file", "a.png", "b.png", "--transform", "t.json");
    }

    @Test
    void outputNeverReplacesWithoutBeingAsked() throws Exception {
        align("a.png", "b.png", "-o", "out");
        assertRefused(
                1, "out/a.png: is there already; expected another place, or --replace", "a.png", "b.png", "-o", "out");
        align("a.png", "b.png", "-o", "out", "--replace");
        assertRefused(2, "is read or written by this command already", "a.png", "b.png", "-o", ".", "--replace");
        text("file", "");
        assertRefused(1, "file", "a.png", "b.png", "-o", "file");
        assertRefused(1, "there is no folder", "a.png", "b.png", "--json", "nowhere/t.json");
        assertRefused(2, "--overlay", "a.png", "b.png", "--overlay", "o.pfm");
    }

    @Test
    void wrongUsage() throws Exception {
        text("p.txt", "1 1 1 1");
        assertRefused(2, "--points: is for two sources, found 3", "a.png", "b.png", "other.png", "--points", "p.txt");
        assertRefused(2, "expected first, middle or one of the sources", "a.png", "b.png", "--align-to", "other.png");
        assertRefused(2, "expected one of auto, translation", "a.png", "b.png", "--motion", "waltz");
        assertRefused(2, "expected one of common, reference, union", "a.png", "b.png", "--crop", "all");
        assertRefused(2, "expected an angle in degrees and a scale", "a.png", "b.png", "--around", "90");
        assertRefused(2, "a scale from 0.0625 to 16", "a.png", "b.png", "--around", "90,0");
        assertRefused(2, "expected 2 or more source images, found 1", "a.png");
        assertRefused(2, "expected 2 or more source images, found 0");
        assertRefused(2, "--report, --rig: are for datasets", "a.png", "b.png", "--rig");
        assertRefused(
                2, "--points: says itself what --around", "a.png", "b.png", "--points", "p.txt", "--around", "0,1");
        assertRefused(2, "--format: expected png or tif", "a.png", "b.png", "-o", "out", "--format", "jpg");
    }
}
