package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong: one line that names the file or option and what would be right, and nothing else happens. */
class EvaluateBadInputTest {
    private static final String GOOD = "data --checkpoint ifcnn-sum.safetensors -o out";

    @TempDir
    private Path folder;

    private EvaluationFolder place;

    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.prepare();
        place.dataset("data", 1, 20, 16);
    }

    private void assertRefused(int exitCode, String arguments, String... mentions) throws Exception {
        Map<String, String> before = place.contents(".");
        CommandProcess.Result result = place.evaluate(
                exitCode,
                Stream.concat(Stream.of("evaluate"), Stream.of(arguments.split(" ")))
                        .toArray());
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines().filter(line -> !line.startsWith("note: ")))
                .as(result.error())
                .hasSize(1);
        assertThat(result.error()).contains(mentions);
        assertThat(place.contents(".")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--variant maximal|--variant: expected words such as maximum, l2|found maximal",
                "--variant fused,maximum|--variant: expected one of fused and maximum|found both",
                "--variant static --variant static|--variant: expected variants that differ, found static and static|help",
                "--variant default --variant exp|--variant: expected variants that differ, found default and exp|which both are",
                "--metric Qabd|--metric: there is no metric Qabd; did you mean Qabf?|evaluate --help",
                "--metric PSNR_GT|--metric: PSNR_GT compares with the ground truth|which data has none of; expected a folder called truth",
                "--profile vifbb|--profile|did you mean vifb?",
                "--limit 0|--limit: expected 1 or more, found 0|help",
                "--gallery -1|--gallery: expected 0 or more, found -1|help",
                "--task video|--task|expected one of visible-infrared",
            })
    void wrongUsage(String option, String first, String second) throws Exception {
        assertRefused(2, GOOD + " " + option, first, second);
    }

    @Test
    void foldersThatAreNoPlaceForResults() throws Exception {
        String weights = " --checkpoint ifcnn-sum.safetensors -o ";
        assertRefused(
                2, "data" + weights + "data/out", "out: lies in the dataset data; expected a folder outside of it");
        assertRefused(2, "data" + weights + "data", "data: lies in the dataset data");
        assertRefused(2, "data" + weights + ".", ".: holds data", "of the dataset");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data/visible"));
        assertRefused(2, "data" + weights + "link/out", "lies in the dataset");
        Files.delete(folder.resolve("link"));
        Files.writeString(folder.resolve("file"), "mine");
        assertRefused(1, "data" + weights + "file", "file: cannot be written: it is not a folder");
        Files.createDirectories(folder.resolve("full"));
        Files.writeString(folder.resolve("full/notes"), "mine");
        assertRefused(1, "data" + weights + "full", "full: holds files, but no run.json of an evaluation");
    }

    @Test
    void inputsThatAreMissing() throws Exception {
        assertRefused(1, "nothing --checkpoint ifcnn-sum.safetensors -o out", "nothing: ");
        assertRefused(1, "data --checkpoint nothing.pth -o out", "nothing.pth: there is no such file");
        assertRefused(2, "data --checkpoint ifcnn-sum.safetensors", "--output");
    }
}
