package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one line that names the file or option and what would be right, and nothing else happens. */
class MetricsBadInputTest {
    private static final String EARLIER = "an earlier result";

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        image("f.png", 8, 6);
        image("a.png", 8, 6);
        image("b.png", 8, 6);
        image("fused/1.png", 8, 6);
        image("left/1.png", 8, 6);
        image("right/2.png", 8, 6);
        Files.writeString(folder.resolve("out.csv"), EARLIER);
    }

    private Path image(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(Image.of(width, height, 1, new float[width * height], SampleDepth.BITS_8), file);
        return file;
    }

    private void assertRefused(int exitCode, String arguments, String... mentions) throws Exception {
        Object[] all = Stream.concat(Stream.of("metrics"), Stream.of(arguments.split(" ")))
                .toArray();
        CommandProcess.Result result = CommandProcess.run(folder, all);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        assertThat(result.error()).contains(mentions);
        assertThat(folder.resolve("out.csv")).hasContent(EARLIER);
    }

    @Test
    void goodInputReplacesTheEarlierResult() throws Exception {
        CommandProcess.Result result =
                CommandProcess.run(folder, "metrics", "--fused", "f.png", "a.png", "b.png", "-o", "out.csv");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error()).isEmpty();
        assertThat(folder.resolve("out.csv"))
                .content()
                .startsWith("method,image,")
                .contains("EN,canonical");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains("partial"));
        }
    }

    @Test
    void differentSizes() throws Exception {
        image("b.png", 6, 8);
        assertRefused(1, "--fused f.png a.png b.png -o out.csv", "b.png: is 6x8, but f.png is 8x6");
        assertRefused(1, "--fused f.png --ground-truth b.png", "b.png: is 6x8, but f.png is 8x6");
    }

    @Test
    void unreadableFiles() throws Exception {
        assertRefused(1, "--fused missing.png a.png b.png -o out.csv", "missing.png: there is no such file");
        byte[] whole = Files.readAllBytes(folder.resolve("b.png"));
        Files.write(folder.resolve("b.png"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(1, "--fused f.png a.png b.png", "b.png: ");
        Files.write(folder.resolve("b.png"), new byte[0]);
        assertRefused(1, "--fused f.png a.png b.png", "b.png: is empty");
        Files.writeString(folder.resolve("b.png"), "Dear diary, today I measured two images.");
        assertRefused(1, "--fused f.png a.png b.png", "b.png: holds no image");
        assertRefused(1, "--fused f.png a.png a.png --max-side 7", "f.png: ", "--max-side");
    }

    @Test
    void foldersThatDoNotPair() throws Exception {
        assertRefused(
                1,
                "--fused fused --sources left right -o out.csv",
                "fused: none of its images (such as 1)",
                "right (such as 2)");
        assertRefused(1, "--fused fused --sources left nowhere", "nowhere: there is no such folder");
        assertRefused(1, "--fused nowhere --sources left right", "nowhere: there is no such folder");
        Files.createDirectory(folder.resolve("empty"));
        assertRefused(1, "--fused fused --sources left empty", "empty: holds no image");
        assertRefused(1, "--fused fused --fused right", "right: ", "the same scenes");
    }

    @Test
    void everyImageOfAFolderBroken() throws Exception {
        Files.write(folder.resolve("fused/1.png"), new byte[0]);
        CommandProcess.Result result = CommandProcess.run(folder, "metrics", "--fused", "fused", "--metric", "EN");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error().lines()).hasSize(1);
        assertThat(result.output()).contains("not measured: ").doesNotContain("NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fused f.png --metric ENN | no metric ENN; did you mean EN?",
                "--fused f.png --metric EN,,EN | no metric",
                "--fused f.png --metric EN@vifp | no profile vifp; did you mean vifb?",
                "--fused f.png --profile canonicle | did you mean canonical?",
                "--fused f.png --metric EN --profile liu | the profile liu does not know EN; canonical, vifb",
                "--fused f.png --format xml | expected one of table, json, csv",
                "--fused f.png a.png | expected no source or 2 and more, found 1",
                "--fused f.png a.png --sources a.png b.png | found both",
                "a.png b.png | expected --fused",
                "--fused f.png --threads 0 | --threads: expected 1 or more",
                "--fused f.png --threads 100000 | --threads: expected at most",
                "--fused f.png --max-side 0 | --max-side: expected 1 or more",
                "--fused fused --sources a.png b.png | a.png: is a file",
                "--fused f.png --sources left right | f.png: is a file",
                "--fused fused --fused ./fused | two methods have one name",
                "--fused f.png --ground-truth= | found an empty one",
                "--fused f.png --colour | --colour",
                "--fused f.png a.png b.png -o b.png | b.png: is read by this command already",
                "--fused fused -o fused/1.png | fused/1.png: is read by this command already",
            })
    void wrongUsage(String arguments, String mention) throws Exception {
        assertRefused(2, arguments, mention, "dynafuse metrics --help");
        assertThat(ImageFiles.read(folder.resolve("b.png")).width()).isEqualTo(8);
    }

    @Test
    void outputIntoAMissingFolder() throws Exception {
        assertRefused(1, "--fused f.png -o nowhere/out.csv", "nowhere/out.csv: cannot be written: there is no folder");
        assertRefused(1, "--fused f.png -o fused", "fused: cannot be written: it is a folder");
    }
}
