package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.testing.TestCheckpoints;
import io.dynafuse.testing.TiffMaker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do with files of several pages or bands, and with images that do not fit into memory. */
@Tag("slow")
class FusePagesTest {
    private static final int SIDE = 24;

    @TempDir
    Path folder;

    private CheckpointLibrary library;

    @BeforeEach
    void embedWeights() throws Exception {
        EmbeddedCheckpoint weights = TestCheckpoints.embedded(folder, "ours", Ifcnn.MEAN, Task.MULTI_FOCUS);
        library = new CheckpointLibrary(List.of(weights), new InstalledFolder(Optional.empty()));
    }

    @Test
    void pagesOfTheOnlyFileAreTheSources() throws Exception {
        Path stack = stack(3, SIDE);
        Path single1 = write("1.tif", tiff(1, SIDE, 0));
        Path single2 = write("2.tif", tiff(1, SIDE, 1));
        Path single3 = write("3.tif", tiff(1, SIDE, 2));

        CommandProcess.Result result = fuse(stack, "-o", at("pages.tif"), "--json", at("report.json"));

        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output()).contains("pages 1 to 3 of " + stack);
        JsonNode sources =
                new ObjectMapper().readTree(at("report.json").toFile()).get("sources");
        assertThat(sources.findValuesAsText("page")).containsExactly("1", "2", "3");
        assertThat(fuse(single1, single2, single3, "-o", at("files.tif")).exitCode())
                .isZero();
        assertThat(values("pages.tif")).isEqualTo(values("files.tif"));
    }

    @Test
    void amongOthersAFileOfPagesTakesAChoice() throws Exception {
        Path stack = stack(3, SIDE);
        Path other = write("other.tif", tiff(1, SIDE, 7));
        Path third = write("third.tif", tiff(1, SIDE, 2));

        assertRefused(fuse(stack, other, "-o", at("f.tif")), 1, "stack.tif: holds 3 pages; --page 1 to --page 3");
        assertRefused(fuse(stack, other, "-o", at("f.tif"), "--page", 4), 1, "there is no --page 4");
        assertRefused(fuse(stack, "-o", at("f.tif"), "--page", 2), 2, "--page: takes one of the 3 pages");
        assertRefused(fuse(other, "-o", at("f.tif")), 2, "expected 2 or more source images, found 1");

        CommandProcess.Result result = fuse(stack, other, "-o", at("chosen.tif"), "--page", 3);
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output()).contains("page 3 of " + stack);
        assertThat(fuse(third, other, "-o", at("files.tif")).exitCode()).isZero();
        assertThat(values("chosen.tif")).isEqualTo(values("files.tif"));
    }

    @Test
    void pagesOfSeveralSizesAreRefusedBeforeTheyAreDecoded() throws Exception {
        TiffMaker tiff = TiffMaker.classic();
        tiff.page(SIDE, SIDE, 1, 8).units(new byte[SIDE * SIDE]);
        tiff.page(SIDE, SIDE / 2, 1, 8).units(new byte[SIDE * SIDE / 2]);

        assertRefused(
                fuse(write("s.tif", tiff.bytes()), "-o", at("f.tif")),
                1,
                "page 2 of " + at("s.tif") + ": is 24x12, but page 1 of");
    }

    @Test
    void scenesOfADatasetFollowTheSameRule() throws Exception {
        Path near = Files.createDirectories(at("near"));
        Path far = Files.createDirectories(at("far"));
        Files.write(near.resolve("1.tif"), tiff(3, SIDE, 0));
        Files.write(far.resolve("1.tif"), tiff(1, SIDE, 1));

        assertRefused(fuse(near, far, "-o", at("out")), 1, "1.tif: holds 3 pages; --page 1 to --page 3");
        assertThat(fuse(near, far, "-o", at("out2"), "--page", 2).exitCode()).isZero();
    }

    @Test
    void metricsFollowTheSameRule() throws Exception {
        Path stack = stack(2, SIDE);

        assertRefused(metrics("--fused", stack, "--metric", "EN"), 1, "holds 2 pages");
        assertThat(metrics("--fused", stack, "--metric", "EN", "--page", 2).exitCode())
                .isZero();
    }

    @Test
    void metricsSayWhatOfAFileIsLeftOut() throws Exception {
        TiffMaker masked = TiffMaker.classic();
        masked.page(SIDE, SIDE, 1, 8).units(new byte[SIDE * SIDE]);
        masked.page(SIDE, SIDE, 1, 8).set(254, 4).units(new byte[SIDE * SIDE]);
        Path file = write("masked.tif", masked.bytes());

        CommandProcess.Result result = metrics("--fused", file, "--metric", "EN");

        assertThat(result.exitCode()).isZero();
        assertThat(result.error()).contains("note: " + file + ": holds a mask, which is left out");
    }

    @Test
    void bandsAreChosenOrRefused() throws Exception {
        TiffMaker five = TiffMaker.classic();
        byte[] samples = new byte[SIDE * SIDE * 5];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 5 * 40 + i % 7);
        }
        five.page(SIDE, SIDE, 5, 8).set(338, 0, 0, 0, 0).units(samples);
        Path bands = write("bands.tif", five.bytes());
        Path other = write("other.tif", tiff(1, SIDE, 1));

        assertRefused(fuse(bands, other, "-o", at("f.tif")), 1, "has 5 bands", "--bands 3,2,1");
        assertRefused(fuse(bands, other, "-o", at("f.tif"), "--bands", "6"), 1, "--bands names 6");
        assertRefused(fuse(bands, other, "-o", at("f.tif"), "--bands", "1,2"), 2, "--bands: expected 1 or 3 bands");
        assertRefused(fuse(bands, other, "-o", at("f.tif"), "--bands", "0"), 2, "--bands: expected 1 or more");
        assertThat(fuse(bands, other, "-o", at("colour.tif"), "--bands", "3,2,1")
                        .output())
                .contains("colour");
        assertThat(fuse(bands, other, "-o", at("gray.tif"), "--bands", "4").output())
                .contains("gray");
    }

    @Test
    void whatCannotFitIsRefusedFromTheHeaders() throws Exception {
        // Decoding would find that there are no samples at all.
        Path bomb = write("bomb.png", headerOnly(10_000, 9_000));
        Path other = write("other.png", headerOnly(10_000, 9_000));

        assertRefused(fuse(bomb, other, "-o", at("f.png"), "--memory", "800MB"), 1, "--memory: expected 1");
        assertRefused(fuse(bomb, write("small.png", headerOnly(10, 9)), "-o", at("f.png")), 1, "is 10x9, but");
        assertRefused(fuse(bomb, other, "-o", at("f.png"), "--memory", "4GB"), 1, "bomb.png: is cut short");
    }

    private static byte[] headerOnly(int width, int height) {
        ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12 + 12);
        png.putLong(0x89504e470d0a1a0aL);
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {16, 2, 0, 0, 0})
                        .array());
        chunk(png, "IDAT", new byte[0]);
        chunk(png, "IEND", new byte[0]);
        return png.array();
    }

    private static void chunk(ByteBuffer png, String type, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(StandardCharsets.US_ASCII));
        sum.update(content);
        png.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
        png.putInt((int) sum.getValue());
    }

    private Path stack(int pages, int side) throws Exception {
        return write("stack.tif", tiff(pages, side, 0));
    }

    private static byte[] tiff(int pages, int side, int first) {
        TiffMaker tiff = TiffMaker.classic();
        for (int page = first; page < first + pages; page++) {
            byte[] samples = new byte[side * side];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) (i * (7 + 3 * page) % 251);
            }
            tiff.page(side, side, 1, 8).units(samples);
        }
        return tiff.bytes();
    }

    private float[] values(String name) throws Exception {
        Image image = ImageFiles.read(at(name));
        return image.values();
    }

    private Path write(String name, byte[] content) throws Exception {
        return Files.write(at(name), content);
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private static void assertRefused(CommandProcess.Result result, int exitCode, String... words) {
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.error()).contains(words);
    }

    private CommandProcess.Result fuse(Object... arguments) {
        return run("fuse", "--task", "multi-focus", arguments);
    }

    private CommandProcess.Result metrics(Object... arguments) {
        return run("metrics", "--profile", "canonical", arguments);
    }

    private CommandProcess.Result run(String name, String option, String value, Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = name;
        all[1] = option;
        all[2] = value;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandProcess.runHere(library, all);
    }
}
