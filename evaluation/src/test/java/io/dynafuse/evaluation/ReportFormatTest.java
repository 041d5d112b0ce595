package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.metrics.Direction;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportFormatTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static List<Measure> measures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestMeasures.firstSample("METRIC_" + i, Direction.LOWER_IS_BETTER))
                .toList();
    }

    private static Results oneMethod() {
        return new Results(
                measures(2),
                List.of(new MethodResult(
                        "ours, new",
                        List.of(
                                TestMeasures.measured("a", 1.5, INFINITY),
                                TestMeasures.failed("b", "b.png: is empty, \"quite\""),
                                TestMeasures.measured("c", 2.5, Double.NaN)))));
    }

    private static Results twoMethods() {
        return new Results(
                measures(1), List.of(TestMeasures.method("ours", 4, 2), TestMeasures.method("theirs", 1, -INFINITY)));
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void noFormatEverPrintsNaN(ReportFormat format) throws Exception {
        Results undefined = new Results(
                measures(1), List.of(TestMeasures.method("ours", Double.NaN), TestMeasures.method("theirs", INFINITY)));
        for (Results results : List.of(oneMethod(), twoMethods(), undefined)) {
            assertThat(new ResultsReport(results).write(format))
                    .doesNotContain("NaN")
                    .endsWith("\n");
        }
    }

    @Test
    void csvHasARowForEveryImageAndMetric() throws Exception {
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(new ResultsReport(oneMethod()).write(ReportFormat.CSV)))
                .getRecords();
        assertThat(rows).hasSize(6);
        assertThat(rows).extracting(row -> row.get("value")).containsExactly("1.5", "Infinity", "", "", "2.5", "");
        assertThat(rows.get(5).get("undefined")).isEqualTo("not a number");
        assertThat(rows.get(2).get("error")).isEqualTo("b.png: is empty, \"quite\"");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("method")).isEqualTo("ours, new");
            assertThat(row.get("profile")).isEqualTo("canonical");
            assertThat(row.get("colour")).startsWith("gray: 0.298936 R");
            assertThat(row.get("data range")).isEqualTo("0..255");
            assertThat(row.get("direction")).isEqualTo("lower is better");
        });
    }

    @Test
    void csvHoldsNoFormulas() throws Exception {
        String csv = new ResultsReport(new Results(
                        measures(1),
                        List.of(TestMeasures.method("=HYPERLINK(\"x\")", -1.5), TestMeasures.method("-", 2))))
                .write(ReportFormat.CSV);
        assertThat(csv)
                .contains("\n\"'=HYPERLINK(\"\"x\"\")\",", "\n'-,", ",-1.5,")
                .doesNotContain("\n=", ",=", "'-1.5");
    }

    @Test
    void jsonHoldsScoresAndMeans() throws Exception {
        JsonNode json = new ObjectMapper().readTree(new ResultsReport(oneMethod()).write(ReportFormat.JSON));
        JsonNode images = json.at("/methods/0/images");
        assertThat(images.at("/0/scores/0/value").asDouble()).isEqualTo(1.5);
        assertThat(images.at("/0/scores/0/profile").asText()).isEqualTo("canonical");
        assertThat(images.at("/0/scores/0/colour").asText()).isEqualTo("gray");
        assertThat(images.at("/0/scores/0/dataRange").asText()).isEqualTo("0..255");
        assertThat(images.at("/0/scores/1/value").asText()).isEqualTo("Infinity");
        assertThat(images.at("/1/error").asText()).contains("b.png");
        assertThat(images.at("/2/scores/1/undefined").asText()).isEqualTo("not a number");
        assertThat(images.at("/2/scores/1").has("value")).isFalse();
        JsonNode summary = json.at("/methods/0/summary/0");
        assertThat(summary.at("/mean").asDouble()).isEqualTo(2);
        assertThat(summary.at("/images").asInt()).isEqualTo(2);
        assertThat(summary.at("/failed").asInt()).isEqualTo(1);
        assertThat(json.at("/methods/0/summary/1/infinite").asInt()).isEqualTo(1);
        assertThat(json.has("comparison")).isFalse();
    }

    @Test
    void jsonHoldsRanks() throws Exception {
        JsonNode comparison = new ObjectMapper()
                .readTree(new ResultsReport(twoMethods()).write(ReportFormat.JSON))
                .get("comparison");
        assertThat(comparison.at("/averageRank/ours").asDouble()).isEqualTo(2);
        assertThat(comparison.at("/averageRank/theirs").asDouble()).isEqualTo(1);
        assertThat(comparison.at("/metrics/0/methods/1/mean").asText()).isEqualTo("-Infinity");
    }

    @Test
    void tableOfManyImages() throws Exception {
        List<String> lines =
                new ResultsReport(oneMethod()).write(ReportFormat.TABLE).lines().toList();
        assertThat(lines.get(0)).isEqualTo("data range 0..255: 8-bit samples as they are");
        assertThat(lines.get(1)).startsWith("profile canonical, colour images as gray: ");
        assertThat(lines)
                .anyMatch(line -> line.matches("a +1\\.5000 +Infinity"))
                .anyMatch(line -> line.matches("b +not measured: b\\.png: is empty, \"quite\""))
                .anyMatch(line -> line.matches("c +2\\.5000 +undefined"))
                .anyMatch(line -> line.matches("mean +2\\.0000 +Infinity"))
                .anyMatch(line -> line.matches(". deviation +0\\.7071 +-"))
                .anyMatch(line -> line.matches("images counted +2 +1"))
                .contains("METRIC_1 is undefined for c: not a number")
                .contains("METRIC_1 is infinite for 1 of 1 image");
    }

    @Test
    void aFolderOfOneImageHasTheTableOfAFolder() throws Exception {
        Results one = new Results(measures(1), List.of(TestMeasures.method("ours", 4)));
        assertThat(new ResultsReport(one).write(ReportFormat.TABLE))
                .contains("metric ")
                .doesNotContain("images counted");
        assertThat(new ResultsReport(one.ofFolders(true))
                        .write(ReportFormat.TABLE)
                        .lines())
                .anyMatch(line -> line.matches("0 +4\\.0000"))
                .anyMatch(line -> line.matches("images counted +1"));
    }

    @Test
    void whatIsUndefinedForOneReasonIsOneLine() throws Exception {
        Results results = new Results(
                measures(3),
                List.of(new MethodResult("ours", List.of(TestMeasures.measured("a", Double.NaN, 1, Double.NaN)))));
        assertThat(new ResultsReport(results).write(ReportFormat.TABLE).lines())
                .contains("METRIC_0, METRIC_2 are undefined for a: not a number");
    }

    @Test
    void tableOfMethodsSaysWhatIsMissingOrInfinite() throws Exception {
        Results results = new Results(
                measures(1),
                List.of(
                        new MethodResult(
                                "ours",
                                List.of(
                                        TestMeasures.measured("0", Double.NaN),
                                        TestMeasures.measured("1", INFINITY),
                                        TestMeasures.failed("2", "2.png: is empty"))),
                        TestMeasures.method("theirs", 1, 2, 3)));
        assertThat(new ResultsReport(results).write(ReportFormat.TABLE).lines())
                .anyMatch(line -> line.matches("METRIC_0 +\\S+ +1 of 3 +Infinity\\* +2\\.0000\\*\\*"))
                .contains(
                        "ours, 2: not measured: 2.png: is empty",
                        "ours: METRIC_0 is infinite for 1 of 1 image",
                        "ours: METRIC_0 is undefined for 0: not a number");
    }

    @Test
    void tableOfMethodsMarksTheBest() throws Exception {
        Results results = new Results(
                measures(1),
                List.of(TestMeasures.method("x", 4), TestMeasures.method("y", 2), TestMeasures.method("z", 3)));
        assertThat(new ResultsReport(results).write(ReportFormat.TABLE).lines())
                .anyMatch(line -> line.matches("METRIC_0 +\\S+ +1 +4\\.0000 +2\\.0000\\*\\* +3\\.0000\\*"))
                .anyMatch(line -> line.matches("average rank +\\S+ +3\\.00 +1\\.00 +2\\.00"));
    }

    @Test
    void wideTablesAreCutAndLoseNothing() throws Exception {
        double[] scores = IntStream.range(0, 45).mapToDouble(i -> 100 + i).toArray();
        Results results = new Results(
                measures(45),
                List.of(new MethodResult(
                        "ours",
                        List.of(TestMeasures.measured("first", scores), TestMeasures.measured("second", scores)))));
        String table = new ResultsReport(results).write(ReportFormat.TABLE);
        assertThat(table.lines()).allMatch(line -> line.length() <= Table.WIDTH);
        for (int i = 0; i < 45; i++) {
            assertThat(table).contains("METRIC_" + i + " ").contains((100 + i) + ".0000");
        }
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void aReportIsKnownByItsContent(ReportFormat format, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("report");
        for (Results results : List.of(oneMethod(), twoMethods())) {
            Files.writeString(file, new ResultsReport(results).write(format));
            assertThat(ResultsReport.isReport(file)).isTrue();
        }
        for (String other : List.of(
                "{\"name\": 1}",
                "method;image",
                "dear diary",
                "a,b\n1,2",
                "{\"mean\": 1, \"standardDeviation\": 2}",
                "dear diary\n\n" + TableReport.CONVENTIONS)) {
            Files.writeString(file, other);
            assertThat(ResultsReport.isReport(file)).as(other).isFalse();
        }
        Files.writeString(file, "");
        assertThat(ResultsReport.isReport(file)).isTrue();
    }

    @Test
    void theEndingOfAFileChoosesTheFormat() {
        assertThat(ReportFormat.ofName(Path.of("results.CSV"))).hasValue(ReportFormat.CSV);
        assertThat(ReportFormat.ofName(Path.of("results.json"))).hasValue(ReportFormat.JSON);
        assertThat(ReportFormat.ofName(Path.of("csv"))).isEmpty();
    }
}
