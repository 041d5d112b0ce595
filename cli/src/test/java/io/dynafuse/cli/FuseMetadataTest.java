package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fuse} does with metadata and the quality of JPEGs. */
class FuseMetadataTest {
    /** One data set, a title. */
    private static final byte[] IPTC = {0x1c, 2, 5, 0, 1, 'x'};

    @TempDir
    Path folder;

    private CheckpointLibrary library;

    @BeforeEach
    void makeSources() throws Exception {
        EmbeddedCheckpoint weights = TestCheckpoints.embedded(folder, "ours", Ifcnn.MEAN, Task.MULTI_FOCUS);
        library = new CheckpointLibrary(List.of(weights), new InstalledFolder(Optional.empty()));
        for (String scene : List.of("1", "2")) {
            write("near/" + scene + ".jpg");
            write("far/" + scene + ".jpg");
        }
    }

    private void write(String name) throws Exception {
        float[] values = new float[32 * 24];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37 + name.hashCode() & 0xff) / 255f;
        }
        ImageBuilder image = new ImageBuilder(32, 24, 1, SampleDepth.BITS_8);
        image.put(new Region(0, 0, 32, 24), values);
        Image source =
                image.build(new ImageMetadata(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(IPTC)));
        Files.createDirectories(folder.resolve(name).getParent());
        ImageFiles.write(source, folder.resolve(name));
        // A comment behind the first marker.
        byte[] jpeg = Files.readAllBytes(folder.resolve(name));
        byte[] comment = "\u00ff\u00d8\u00ff\u00fe\0\4hi".getBytes(StandardCharsets.ISO_8859_1);
        byte[] commented = new byte[jpeg.length + comment.length - 2];
        System.arraycopy(comment, 0, commented, 0, comment.length);
        System.arraycopy(jpeg, 2, commented, comment.length, jpeg.length - 2);
        Files.write(folder.resolve(name), commented);
    }

    private CommandProcess.Result fuse(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "fuse";
        all[1] = "--task";
        all[2] = "multi-focus";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandProcess.runHere(library, all);
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    @Test
    void whatIsLeftOutIsSaidAndReported() throws Exception {
        CommandProcess.Result result =
                fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("f.png"), "--json", at("report.json"));

        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error().lines())
                .containsExactly(
                        "note: " + at("near/1.jpg") + ": its comment will not be carried along",
                        "note: " + at("far/1.jpg") + ": its comment will not be carried along",
                        "note: " + at("f.png") + ": leaves out IPTC data (PNG has no place for it)");
        assertThat(new ObjectMapper().readTree(at("report.json").toFile()).at("/notes"))
                .hasSize(3);
    }

    @Test
    void whatFitsGoesAlong() throws Exception {
        CommandProcess.Result result = fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("f.jpg"));

        assertThat(result.error()).doesNotContain("IPTC");
        assertThat(ImageFiles.read(at("f.jpg")).metadata().iptc()).hasValue(IPTC);
    }

    @Test
    void aDatasetSaysEachOnce() {
        CommandProcess.Result result = fuse(at("near"), at("far"), "-o", at("out"));

        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error().lines().filter(line -> line.contains("its comment")))
                .hasSize(1);
        assertThat(result.error().lines().filter(line -> line.contains("IPTC"))).hasSize(1);
    }

    @Test
    void qualityIsThatOfJpegs() throws Exception {
        assertThat(fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("usual.jpg"))
                        .exitCode())
                .isZero();
        assertThat(fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("95.jpg"), "--quality", 95)
                        .exitCode())
                .isZero();
        assertThat(fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("20.jpg"), "--quality", 20)
                        .exitCode())
                .isZero();
        assertThat(fuse(at("near"), at("far"), "-o", at("out"), "--format", "jpg", "--quality", 20)
                        .exitCode())
                .isZero();

        assertThat(at("95.jpg")).hasSameBinaryContentAs(at("usual.jpg"));
        assertThat(Files.size(at("20.jpg"))).isLessThan(Files.size(at("95.jpg")));
        assertThat(at("out/1.jpg")).hasSameBinaryContentAs(at("20.jpg"));
    }

    @Test
    void pngsOfEveryCompressionHoldTheSame() throws Exception {
        assertThat(fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("usual.png"))
                        .exitCode())
                .isZero();
        assertThat(fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("4.png"), "--png-compression", "default")
                        .exitCode())
                .isZero();
        assertThat(fuse(at("near/1.jpg"), at("far/1.jpg"), "-o", at("0.png"), "--png-compression", 0)
                        .exitCode())
                .isZero();
        assertThat(fuse(at("near"), at("far"), "-o", at("out"), "--png-compression", 0)
                        .exitCode())
                .isZero();

        assertThat(at("4.png")).hasSameBinaryContentAs(at("usual.png"));
        assertThat(Files.size(at("4.png"))).isLessThan(Files.size(at("0.png")));
        assertThat(at("out/1.png")).hasSameBinaryContentAs(at("0.png"));
        assertThat(ImageFiles.read(at("0.png")).values())
                .isEqualTo(ImageFiles.read(at("4.png")).values());
    }

    @Test
    void compressionOfAnythingElseIsWrongUsage() {
        Path near = at("near/1.jpg");
        Path far = at("far/1.jpg");
        requireWrongUsage("--png-compression", near, far, "-o", at("f.jpg"), "--png-compression", 9);
        requireWrongUsage("--png-compression", near, far, "-o", at("f.png"), "--png-compression", 10);
        requireWrongUsage("fast, default or best", near, far, "-o", at("f.png"), "--png-compression", "small");
        requireWrongUsage(
                "--png-compression", at("near"), at("far"), "-o", at("out"), "--format", "tif", "--png-compression", 1);
        assertThat(at("f.png")).doesNotExist();
    }

    @Test
    void qualityOfAnythingElseIsWrongUsage() {
        requireWrongUsage("--quality", at("near/1.jpg"), at("far/1.jpg"), "-o", at("f.png"), "--quality", 20);
        requireWrongUsage("--quality 0", at("near/1.jpg"), at("far/1.jpg"), "-o", at("f.jpg"), "--quality", 0);
        requireWrongUsage("--quality 101", at("near/1.jpg"), at("far/1.jpg"), "-o", at("f.jpg"), "--quality", 101);
        requireWrongUsage("--quality", at("near/1.jpg"), at("far/1.jpg"), "-o", at("f.jpg"), "--quality", "good");
        requireWrongUsage("--quality", at("near"), at("far"), "-o", at("out"), "--quality", 20);
        assertThat(at("f.png")).doesNotExist();
        assertThat(at("out")).doesNotExist();
    }

    private void requireWrongUsage(String named, Object... arguments) {
        CommandProcess.Result result = fuse(arguments);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error().lines()).singleElement().asString().contains(named);
    }
}
