package io.dynafuse.evaluation.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.evaluation.TestMeasures;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.evaluation.run.FusionCost;
import io.dynafuse.metrics.Direction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks and gains worked out by hand. */
class BenchmarkTest {
    private static final Measure MORE = TestMeasures.firstSample("MORE", Direction.HIGHER_IS_BETTER);
    private static final Measure LESS = TestMeasures.firstSample("LESS", Direction.LOWER_IS_BETTER);

    private static final Outcome FAILED = TestMeasures.failed("2", "2.png: is cut short");

    private static Entry entry(String method, String variant, Outcome... outcomes) {
        return new Entry(method, new MethodResult(variant, List.of(outcomes)), Optional.empty());
    }

    private static Outcome scene(String name, double more, double less) {
        return TestMeasures.measured(name, more, less);
    }

    /**
     * Over the scenes 0 and 1, which all have, MORE has the means 2, 3 and 1, and LESS 5, 5 and 4. Ranks by MORE are 2, 1 and 3, by LESS, which
     * two share, 2.5, 2.5 and 1.
     */
    private static final Benchmark THREE = new Benchmark(
            List.of(MORE, LESS),
            List.of(
                    entry("a", "static", scene("0", 1, 5), scene("1", 3, 5), scene("2", 100, 0)),
                    new Entry(
                            "a",
                            new MethodResult(
                                    "features", List.of(scene("0", 4, 6), scene("1", 2, 4), scene("2", 90, 0))),
                            Optional.of(new FusionCost(12.6, 345.4))),
                    entry("b", "static", scene("0", 1, 4), scene("1", 1, 4), FAILED),
                    entry("c", "static", FAILED)));

    private static BenchmarkReport report() {
        return new BenchmarkReport(
                "few & small",
                List.of(new HtmlReport.Fact("task", "medical")),
                List.of(new BenchmarkReport.Method("a<b>", "a b", "net", "0123")),
                THREE,
                List.of("d: is for medical"),
                List.of("e.pth: is cut short"));
    }

    @Test
    void entriesAreSortedByTheMeanOfTheirRanks() {
        List<Standing> standings = THREE.standings();
        assertThat(standings)
                .extracting(standing ->
                        standing.entry().method() + " " + standing.entry().variant())
                .containsExactly("a features", "b static", "a static", "c static");
        assertThat(standings)
                .extracting(Standing::averageRank)
                .containsExactly(
                        OptionalDouble.of(1.75), OptionalDouble.of(2), OptionalDouble.of(2.25), OptionalDouble.empty());
        assertThat(standings.get(0).means()).containsExactly(OptionalDouble.of(3), OptionalDouble.of(5));
        assertThat(standings.get(0).ranks()).containsExactly(OptionalDouble.of(1), OptionalDouble.of(2.5));
        assertThat(standings.get(3).means()).containsExactly(OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Over all three scenes, by MORE 104/3 against 96/3, by LESS 10/3 both. */
    @Test
    void aGainIsOfOneMethodAndItsOwnScenes() {
        assertThat(THREE.gains()).containsExactly(new Gain("a", "features", List.of(), 2));
        Benchmark lower = new Benchmark(
                List.of(MORE, LESS),
                List.of(
                        entry("a", "static", scene("0", 2, 5)),
                        entry("a", "image", scene("0", 1, 4)),
                        entry("usual", "image,no-judge", scene("0", 9, 1))));
        assertThat(lower.gains()).containsExactly(new Gain("a", "image", List.of(LESS), 2));
    }

    @Test
    void peopleReadOneTableAndWhereWeightsHelp() {
        assertThat(report().lines())
                .anyMatch(line -> line.matches("method +variant +mean rank +ms +MB +MORE ↑ +LESS ↓"))
                .anyMatch(line -> line.matches("a +features +1\\.75 +13 +345 +3\\.0000 \\(1\\) +5\\.0000 \\(2\\.5\\)"))
                .anyMatch(line -> line.matches("c +static +- +- +- +- +-"))
                .anyMatch(line -> line.matches("a +0 of 2"))
                .contains(
                        "b, static: 1 of 3 scenes could not be measured",
                        "c, static: 1 of 1 scene could not be measured",
                        "left out: d: is for medical",
                        "failed: e.pth: is cut short");
    }

    @Test
    void programsReadNumbersInFull() throws Exception {
        assertThat(report().write(ReportFormat.CSV).lines())
                .startsWith(
                        "method,variant,average rank,milliseconds,megabytes,measured,failed,MORE@canonical,MORE@canonical rank,"
                                + "LESS@canonical,LESS@canonical rank",
                        "a,features,1.75,12.6,345.4,3,0,3.0,1.0,5.0,2.5")
                .endsWith("c,static,,,,0,1,,,,");
        JsonNode json = new ObjectMapper().readTree(report().write(ReportFormat.JSON));
        assertThat(json.at("/rows/0/cost/milliseconds").asDouble()).isEqualTo(12.6);
        assertThat(json.at("/rows/3/cost").isMissingNode()).isTrue();
        assertThat(json.at("/help/0/compared").asInt()).isEqualTo(2);
        assertThat(json.at("/leftOut/0").asText()).isEqualTo("d: is for medical");
    }

    @Test
    void thePageNeedsNothingBesideItselfAndEscapesNames(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("benchmark.html");
        report().page().write(file);
        String page = Files.readString(file);
        assertThat(page)
                .contains("few &amp; small fused by 1 method", "<a href=\"a%20b/report.html\">a&lt;b&gt;</a>")
                .contains("<td class=\"number\">5.0000 (2.5)</td>", "<li>left out: d: is for medical</li>")
                .doesNotContain("a<b>", "src=");
    }

    @Test
    void nothingCannotBeRanked() {
        List<Entry> entries = List.of(entry("c", "static", FAILED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Benchmark(List.of(MORE), entries))
                .withMessage("expected one measured image or more, found none");
    }
}
