package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one line that names the file or option and what would be right, and nothing else happens. */
@Tag("slow")
class MetricsBadInputTest {
    private static final String EARLIER = "method,image,fused,metric\nfused,1,1.png,EN\n";

    private static final String NOTES = "Dear diary";

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
        Files.writeString(folder.resolve("fused/notes.txt"), NOTES);
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
        CommandProcess.Result result = CommandProcess.runIn(folder, all);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        assertThat(result.error()).contains(mentions);
        assertThat(folder.resolve("out.csv")).hasContent(EARLIER);
    }

    @Test
    void goodInputReplacesTheEarlierResult() throws Exception {
        CommandProcess.Result result =
                CommandProcess.runIn(folder, "metrics", "--fused", "f.png", "a.png", "b.png", "-o", "out.csv");
        assertThat(result.exitCode()).as(result.error()).isZero();
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
        assertRefused(1, "--fused f.png a.png b.png --max-side 7", "f.png: ", "--max-side");
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
        CommandProcess.Result result = CommandProcess.runIn(folder, "metrics", "--fused", "fused", "--metric", "EN");
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
                "--fused f.png --metric ENN | did you mean EN? See ",
                "--fused f.png --profile xyz | there is no profile xyz; the profiles are canonical",
                "--fused f.png --profile= | there is no profile \"\"; the profiles are",
                "--fused f.png --metric EN SD | SD: is a metric, not a file; expected a comma",
                "--fused f.png --metric EN,AG SD@vifb CE | --metric EN,AG,SD@vifb",
                "--list --fused f.png | --list: computes nothing; expected no other option than --profile, found --fused",
                "--list -o out.csv | found --output",
                "--list --format json | found --format",
                "--documentation --metric EN | --documentation: computes nothing; expected no other option, found --metric",
                "--documentation --list | found --documentation",
                "--fused f.png --metric EN@vifp | no profile vifp; did you mean vifb?",
                "--fused f.png --profile canonicle | did you mean canonical?",
                "--fused f.png --metric EN --profile liu | the profile liu does not know EN; canonical, vifb",
                "--fused f.png --format xml | expected one of table, json, csv",
                "--fused f.png a.png | expected no source or 2 and more, found 1",
                "--fused f.png a.png --sources a.png b.png | found both",
                "a.png b.png | expected --fused",
                "--fused f.png --threads 0 | --threads: expected 1 to 1024, found 0",
                "--fused f.png --threads 1025 | --threads: expected 1 to 1024, found 1025",
                "--fused f.png --threads x | expected a whole number, found x",
                "--fused f.png --max-side 0 | --max-side: expected 1 or more",
                "--fused fused --sources a.png b.png | a.png: is a file",
                "--fused f.png --sources left right | f.png: is a file",
                "--fused fused --fused ./fused | two methods have the same name",
                "--fused f.png --ground-truth= | found an empty one",
                "--fused f.png --colour | --colour",
                "--fused f.png a.png b.png -o b.png | b.png: is the name of an image; expected a name that ends in .csv",
                "--fused fused -o fused/1.png | fused/1.png: is the name of an image",
                "--fused fused --sources left left -o left/2.PGM | left/2.PGM: is the name of an image",
                "--fused f.png -o result.xlsx | result.xlsx: its extension is that of no format; expected a name that ends in .csv, .json or .txt",
                "--fused f.png -o result.cvs | .csv, .json or .txt, or --format",
                "--fused f.png -o result | .csv, .json or .txt, or --format",
                "--fused f.png -o - | -o: expected the name of a file, found -",
                "--fused f.png -o= | -o: expected the name of a file, found an empty one",
                "--fused f.png -o fused/notes.txt | fused/notes.txt: is there already and holds no earlier result",
                "--fused f.png -o fused/notes.txt --format csv | fused/notes.txt: is there already",
            })
    void wrongUsage(String arguments, String mention) throws Exception {
        assertRefused(2, arguments, mention, "dynafuse metrics --help");
        assertThat(ImageFiles.read(folder.resolve("b.png")).width()).isEqualTo(8);
        assertThat(folder.resolve("fused/notes.txt")).hasContent(NOTES);
    }

    @Test
    void aPatternWithoutOneStar() throws Exception {
        assertRefused(1, "--fused fused --sources left/? right", "left/?: expected one star, in the file name only");
        assertRefused(1, "--fused */1.png", "*/1.png: expected one star");
        assertRefused(1, "--fused r=fused/**", "fused/**: expected one star");
        // The name of a method has no separator, so this is a folder that is not there.
        assertRefused(1, "--fused no/r=1/*.png", "no/r=1/*.png: there is no such folder");
    }

    @Test
    void standardOutputThatCannotBeWritten() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: no full device here");
        for (String arguments : List.of("metrics --fused f.png --metric EN", "--help")) {
            CommandProcess.Result result =
                    CommandProcess.runLimited(folder, "exec >/dev/full", (Object[]) arguments.split(" "));
            assertThat(result.exitCode()).as(arguments).isEqualTo(1);
            assertThat(result.error().lines()).containsExactly("standard output: could not be written");
        }
    }

    @Test
    void aStackTraceIfAskedFor() throws Exception {
        Files.write(folder.resolve("fused/1.png"), new byte[0]);
        for (String arguments : List.of("metrics --fused fused --verbose", "metrics --fused fused/1.png --verbose")) {
            CommandProcess.Result result = CommandProcess.runIn(folder, (Object[]) arguments.split(" "));
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.error()).contains("1.png: is empty", "\tat io.dynafuse.image.ImageFiles");
        }
    }

    @Test
    void outputIntoAMissingFolder() throws Exception {
        assertRefused(1, "--fused f.png -o nowhere/out.csv", "nowhere/out.csv: cannot be written: there is no folder");
        assertRefused(1, "--fused f.png -o fused", "fused: cannot be written: it is a folder");
    }
}
