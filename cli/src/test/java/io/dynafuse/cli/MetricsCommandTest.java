package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it; an image of 2ⁿ levels, equally often, has an entropy of n bits. */
@Tag("slow")
class MetricsCommandTest {
    @TempDir
    private Path folder;

    private void image(String name, int bits) throws IOException {
        image(name, bits, 1, SampleDepth.BITS_8);
    }

    private void image(String name, int bits, int channels, SampleDepth depth) throws IOException {
        int levels = 1 << bits;
        float[] values = new float[channels * 16 * 16];
        for (int i = 0; i < values.length; i++) {
            // Green and blue fall as red rises, so that a colour image has colour.
            int level = i < 256 ? i % levels : levels - 1 - i % levels;
            values[i] = level * (255 / levels) / 255f;
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(Image.of(16, 16, channels, values, depth), file);
    }

    private CommandProcess.Result metrics(int exitCode, Object... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "metrics";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandProcess.Result result = CommandProcess.runIn(folder, all);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).doesNotContain("NaN");
        return result;
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void oneImageWithItsSources() throws Exception {
        image("f.png", 3);
        image("a.png", 2);
        image("b.png", 1);
        CommandProcess.Result result = metrics(0, "--fused", "f.png", "a.png", "b.png", "--metric", "EN,en@vifb");
        assertThat(result.error()).isEmpty();
        assertThat(result.output().lines())
                .contains("f.png: 16x16", "data range 0..255: 8-bit samples as they are")
                .anyMatch(line -> line.startsWith("profile canonical, colour images as gray: "))
                .anyMatch(line -> line.startsWith("profile vifb, colour images as red, green and blue"))
                .anyMatch(line -> line.matches("EN +canonical +3\\.0000 +\\S+ +entropy"))
                .anyMatch(line -> line.matches("EN +vifb +3\\.0000 +\\S+ +entropy"));
    }

    @Test
    void withoutSourcesWhatNeedsNoneIsMeasured() throws Exception {
        image("f.png", 2);
        JsonNode scores = json(metrics(0, "--fused", "f.png", "--format", "json")
                        .output())
                .at("/methods/0/images/0/scores");
        assertThat(scores).isNotEmpty();
        for (JsonNode score : scores) {
            Metric metric = Metrics.find(score.get("metric").asText()).orElseThrow();
            assertThat(metric.kind()).isEqualTo(Kind.NO_REFERENCE);
        }
        image("t.png", 2);
        metrics(0, "--fused", "f.png", "--ground-truth", "t.png");
    }

    @Test
    void everyMetricOfEveryProfile() throws Exception {
        image("f.png", 3, 3, SampleDepth.BITS_8);
        image("a.png", 2, 1, SampleDepth.BITS_16);
        image("b.tif", 1, 3, SampleDepth.FLOAT_32);
        for (MetricProfile profile : MetricProfile.values()) {
            CommandProcess.Result result =
                    metrics(0, "--fused", "f.png", "a.png", "b.tif", "--profile", profile.id(), "--format", "csv");
            for (Metric metric : Metrics.of(profile)) {
                boolean needsTruth = metric.kind() == Kind.GROUND_TRUTH;
                assertThat(result.output().contains("," + metric.id() + "," + profile.id() + ","))
                        .as(metric.id())
                        .isNotEqualTo(needsTruth);
            }
        }
    }

    @Test
    void sixteenBitsAndFloatsAreConvertedAndThatIsSaid() throws Exception {
        image("f.tif", 3, 1, SampleDepth.FLOAT_32);
        image("a.png", 2, 1, SampleDepth.BITS_16);
        image("b.png", 1);
        CommandProcess.Result table = metrics(0, "--fused", "f.tif", "a.png", "b.png", "--metric", "EN");
        assertThat(table.output().replace('\n', ' '))
                .contains("0..255: 8-bit samples as they are, 16-bit samples divided by 257, float samples from 0..1"
                        + " multiplied by 255");
        assertThat(table.output().lines()).anyMatch(line -> line.matches("EN +canonical +3\\.0000 .*"));
        String csv = metrics(0, "--fused", "f.tif", "a.png", "b.png", "--metric", "EN", "--format", "csv")
                .output();
        assertThat(csv).contains("16-bit samples divided by 257 in a.png");
    }

    @Test
    void colourIsTreatedByTheRuleThatIsNamed() throws Exception {
        image("f.png", 3, 3, SampleDepth.BITS_8);
        JsonNode json = json(metrics(0, "--fused", "f.png", "--metric", "EN@vifb", "--format", "json")
                .output());
        JsonNode score = json.at("/methods/0/images/0/scores/0");
        assertThat(score.get("colour").asText()).isEqualTo("planes");
        // Each of the three planes has eight levels.
        assertThat(score.get("value").asDouble()).isCloseTo(3, within(1e-12));
        assertThat(json.at("/colour/planes").asText()).contains("red, green and blue");
    }

    private void folders() throws IOException {
        for (int i = 1; i <= 4; i++) {
            image("fused/0" + i + ".png", i);
            image("mri/0" + i + ".jpg", 2);
            image("ct/0" + i + ".png", 2);
        }
    }

    @Test
    void foldersAreMeasuredInTheOrderOfTheirNames() throws Exception {
        folders();
        CommandProcess.Result result =
                metrics(0, "--fused", "fused", "--sources", "mri", "ct", "--metric", "EN", "--threads", 1);
        assertThat(result.error()).isEmpty();
        List<String> lines = result.output().lines().toList();
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("01 "))
                .findFirst()
                .orElseThrow());
        for (int i = 1; i <= 4; i++) {
            assertThat(lines.get(first + i - 1)).matches("0" + i + " +" + i + "\\.0000");
        }
        assertThat(lines)
                .anyMatch(line -> line.matches("mean +2\\.5000"))
                // The squares of the distances from the mean sum up to 5.
                .anyMatch(line -> line.matches(". deviation +1\\.2910"))
                .anyMatch(line -> line.matches("images counted +4"));
    }

    @Test
    void aBrokenFileIsReportedInItsRowAndTheRestMeasured() throws Exception {
        folders();
        byte[] whole = Files.readAllBytes(folder.resolve("fused/02.png"));
        Files.write(folder.resolve("fused/02.png"), Arrays.copyOf(whole, whole.length / 2));
        CommandProcess.Result result =
                metrics(1, "--fused", "fused", "--sources", "mri", "ct", "--metric", "EN", "-o", "result.csv");
        assertThat(result.error().lines()).hasSize(1);
        assertThat(result.error()).startsWith("not measured: ").contains("02.png");
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("02 +not measured: fused.02\\.png: .*"))
                .anyMatch(line -> line.matches("04 +4\\.0000"))
                .anyMatch(line -> line.matches("images counted +3"));
        List<String> csv = Files.readAllLines(folder.resolve("result.csv"));
        assertThat(csv).hasSize(5);
        assertThat(csv.get(0))
                .startsWith("method,image,fused,metric,profile,direction,value,undefined,error,colour,data range");
        assertThat(csv.get(1))
                .matches(
                        "fused,01,.*,EN,canonical,higher is better,1\\.0\\d*,,,\"gray: .* whole\",0\\.\\.255,8-bit .*");
        assertThat(csv.get(2)).contains("02.png").contains(",,,");
    }

    @Test
    void imagesWithoutPartnerAreRowsOfEveryReport() throws Exception {
        folders();
        image("fused/00.png", 1);
        image("ct/06.png", 1);
        Object[] arguments = {"--fused", "fused", "--sources", "mri", "ct", "--metric", "EN", "-o", "result.csv"};
        CommandProcess.Result result = metrics(1, arguments);
        List<String> errors = result.error().lines().toList();
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).startsWith("note: ").contains("06.png: left out");
        assertThat(errors.get(1)).matches("not measured: fused.00\\.png: there is no image 00 in mri nor in ct");
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("00 +not measured: fused.00.png: there is no image 00 in mri nor in ct"))
                .anyMatch(line -> line.matches("04 +4\\.0000"))
                .anyMatch(line -> line.contains("images not measured (1)"));
        assertThat(Files.readAllLines(folder.resolve("result.csv")).get(1))
                .startsWith("fused,00,")
                .contains("there is no image 00");
        arguments[arguments.length - 1] = "result.json";
        metrics(1, arguments);
        JsonNode method = json(Files.readString(folder.resolve("result.json"))).at("/methods/0");
        assertThat(method.at("/images/0/error").asText()).contains("there is no image 00");
        assertThat(method.at("/summary/0/failed").asInt()).isEqualTo(1);
        Files.delete(folder.resolve("fused/00.png"));
        metrics(0, arguments);
    }

    @Test
    void manyFailuresAreShortened() throws Exception {
        folders();
        for (int i = 10; i < 18; i++) {
            image("fused/" + i + ".png", 1);
        }
        CommandProcess.Result result = metrics(1, "--fused", "fused", "--sources", "mri", "ct", "--metric", "EN");
        assertThat(result.error().lines()).hasSize(6);
        assertThat(result.error().lines().toList().get(5)).isEqualTo("not measured: and 3 more");
        assertThat(result.output()).contains("images not measured (8)");
    }

    @Test
    void aFolderOfOneImageIsAFolder() throws Exception {
        image("fused/1.png", 3);
        assertThat(metrics(0, "--fused", "fused", "--metric", "EN", "--threads", 64)
                        .output()
                        .lines())
                .anyMatch(line -> line.matches("images counted +1"));
    }

    @Test
    void oneFileTwiceIsNoted() throws Exception {
        image("f.png", 3);
        image("a.png", 2);
        CommandProcess.Result result = metrics(0, "--fused", "f.png", "a.png", "a.png", "--metric", "EN");
        assertThat(result.error().lines()).containsExactly("note: a.png: is both source 1 and source 2");
    }

    /** The names of metrics do not tell what is compared with what. */
    @Test
    void whatIsComparedWithTheSourcesThoughTheTruthIsGivenIsNoted() throws Exception {
        for (String file : List.of("f.png", "a.png", "b.png", "t.png")) {
            image(file, 2);
        }
        assertThat(withTruth("PSNR,EN,SSIM@vifb,psnr@vifb,Qabf").error().lines())
                .containsExactly("note: PSNR, SSIM compare with the sources; PSNR_GT, SSIM_GT compare with the truth");
        assertThat(withTruth("RMSE,PSNR,PSNR_GT").error().lines())
                .containsExactly("note: RMSE compares with the sources; RMSE_GT compares with the truth");
        assertThat(withTruth("PSNR,PSNR_GT,MSE").error()).isEmpty();
    }

    private CommandProcess.Result withTruth(String metrics) {
        Object[] files = Stream.of("f.png", "a.png", "b.png", "t.png")
                .map(folder::resolve)
                .toArray();
        return CommandProcess.runHere(
                "metrics", "--fused", files[0], files[1], files[2], "--ground-truth", files[3], "--metric", metrics);
    }

    @Test
    void comparisonsSayWhyScoresAreMissing() throws Exception {
        image("x/1.png", 1);
        image("y/1.png", 0);
        image("t/1.png", 1);
        assertThat(metrics(0, "--fused", "x", "--fused", "y", "--ground-truth", "t", "--metric", "PSNR_GT,RMSE_GT")
                        .output())
                .contains("x: PSNR_GT is infinite for 1 of 1 image");
    }

    @Test
    void aPatternPicksTheSourcesOfOneFolder() throws Exception {
        image("fused/11.png", 3);
        image("both/11-mri.png", 1);
        image("both/11-ct.png", 1);
        assertThat(metrics(
                                0,
                                "--fused",
                                "fused",
                                "--sources",
                                "both/*-mri.png",
                                "both/*-ct.png",
                                "--metric",
                                "EN",
                                "--format",
                                "csv")
                        .output())
                .contains("fused,11,fused");
    }

    @Test
    void methodsAreCompared() throws Exception {
        folders();
        for (int i = 1; i <= 4; i++) {
            image("other/0" + i + ".png", 1);
            image("third/0" + i + ".png", 2);
        }
        CommandProcess.Result result = metrics(
                0,
                "--fused",
                "ours=fused",
                "--fused",
                "theirs=other",
                "--fused",
                "third",
                "--sources",
                "mri",
                "ct",
                "--metric",
                "EN",
                "-o",
                "all.json");
        assertThat(result.output().lines())
                .anyMatch(line -> line.matches("metric +better +images +ours +theirs +third"))
                .anyMatch(line -> line.matches("EN +\\S+ +4 +2\\.5000\\*\\* +1\\.0000 +2\\.0000\\*"))
                .anyMatch(line -> line.matches("average rank +\\S+ +1\\.00 +3\\.00 +2\\.00"));
        JsonNode json = json(Files.readString(folder.resolve("all.json")));
        assertThat(json.at("/methods")).hasSize(3);
        assertThat(json.at("/methods/1/images")).hasSize(4);
        assertThat(json.at("/comparison/averageRank/third").asDouble()).isEqualTo(2);
    }

    @Test
    void singleImagesAreComparedToo() throws Exception {
        image("x.png", 1);
        image("y.png", 2);
        assertThat(metrics(0, "--fused", "x.png", "--fused", "best=y.png", "--metric", "EN")
                        .output()
                        .lines())
                .anyMatch(line -> line.matches("EN +\\S+ +1 +1\\.0000\\* +2\\.0000\\*\\*"));
    }

    @Test
    void theMetricsOfAProfileAreListed() throws Exception {
        CommandProcess.Result result = metrics(0, "--list", "--profile", "VIFB");
        assertThat(result.output()).startsWith("profile vifb: ");
        for (Metric metric : Metrics.of(MetricProfile.VIFB)) {
            assertThat(result.output().lines())
                    .anyMatch(line -> line.startsWith(metric.id() + " ") && line.endsWith(" " + metric.name()));
        }
    }

    @Test
    void everyOptionIsInTheHelp() throws Exception {
        String help = metrics(0, "--help").output();
        assertThat(help)
                .contains("--fused", "--sources", "--ground-truth", "--metric", "--profile", "--format", "--output")
                .contains("--threads", "--max-megapixels", "--max-side", "--list", "--verbose", "Exit codes:");
        for (MetricProfile profile : MetricProfile.values()) {
            assertThat(help).contains(profile.id());
        }
        assertThat(help.lines()).allMatch(line -> line.length() <= 110);
    }
}
