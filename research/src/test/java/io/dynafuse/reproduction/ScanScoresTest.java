package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.study.FindingsReport;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three sets of two metrics, whose printed rows go from 10 and 4 to 20 and 2. */
class ScanScoresTest {
    private static final List<WeightDefinition> DEFINITIONS =
            WeightDefinition.grid().subList(0, 3);

    private static final List<ScanScores.PrintedRows> SETS = List.of(set("A"), set("B"), set("C"));

    private static ScanScores.PrintedRows set(String images) {
        List<MeasuredExperiment.Column> columns = TtdRows.allColumns().subList(0, 2);
        return new ScanScores.PrintedRows(images, columns, new double[] {10, 4}, new double[] {20, 2});
    }

    /** A scene whose static fusion has 100 and 50, and whose definitions change both by so much. */
    private static List<double[]> scene(double... changes) {
        return IntStream.rangeClosed(0, changes.length / 2)
                .mapToObj(row -> row == 0
                        ? new double[] {100, 50}
                        : new double[] {100 + changes[2 * row - 2], 50 + changes[2 * row - 1]})
                .toList();
    }

    /** The first is exact on A and B alone, the second nearly right everywhere, the third wrong in one direction. */
    private static List<ScanScores.Scored> scored() {
        return ScanScores.scored(
                DEFINITIONS,
                SETS,
                List.of(
                        List.of(scene(8, -3, 10, -2, 10, 1), scene(12, -1, 11, -2, 10, 1)),
                        List.of(scene(10, -2, 11, -2, 10, 1)),
                        List.of(scene(0, 0, 11, -2.1, 10, 1))));
    }

    @Test
    void errorsAreThoseOfThePrintedBaselinePlusTheMeanChange() {
        List<ScanScores.Scored> scored = scored();
        assertThat(scored.get(0).errors().get(0)).containsExactly(new double[] {0, 0}, within(1e-12));
        assertThat(scored.get(0).errors().get(2)).containsExactly(new double[] {-0.5, 1}, within(1e-12));
        assertThat(scored.get(1).errors().get(0)).containsExactly(new double[] {0.025, 0}, within(1e-12));
        assertThat(scored.get(1).errors().get(2)).containsExactly(new double[] {0.05, -0.05}, within(1e-12));
        assertThat(scored.get(1).error()).isCloseTo((0.025 + 0.05 + 0.05 + 0.05) / 6, within(1e-12));
        assertThat(scored.get(1).error(2)).isCloseTo(0.05, within(1e-12));
        assertThat(scored.get(1).errorWithout(2)).isCloseTo((0.025 + 0.05) / 4, within(1e-12));
        assertThat(scored.get(1).worst()).isCloseTo(0.05, within(1e-12));
        assertThat(scored).extracting(ScanScores.Scored::along).containsExactly(4, 6, 3);
    }

    @Test
    void theReportRanksAndLetsTheThirdSetJudge() throws Exception {
        List<ScanScores.Scored> scored = scored();
        Findings findings = new ScanScores(SETS, scored).findings(7, 2, 4, List.of());
        String text =
                String.join("\n", FindingsReport.ofScan("x", "which?", findings).lines());
        String flat = text.replaceAll("\\s+", " ");
        assertThat(flat)
                .startsWith("scan x: which?")
                .contains("The 10 nearest of 7 definitions, tried on 2 scenes and the best 3 on all 4")
                .contains("how many of 6 metrics move as printed")
                .contains("static 75.00 75.00 75.00 75.00 100.00 0")
                .contains("fused l1 k=1 2.92 1.25 2.50 5.00 5.00 6")
                .contains("fused l1 k=0.5 25.00 0.00 0.00 75.00 100.00 4")
                // By A and B the first would be taken, which the third set shows to be no better than static fusion.
                .contains("C fused l1 k=0.5 0.00 75.00 2 75.00")
                .contains("A fused l1 k=1 3.75 1.25 2 75.00")
                .contains("No definition comes within 1 percent")
                .contains("up to 5.00 percent away");
        assertThat(flat.indexOf("fused l1 k=1 2.92")).isLessThan(flat.indexOf("fused l1 k=0.5 25.00"));
        Findings met = new ScanScores(
                        SETS,
                        scored.subList(1, 2).stream()
                                .map(one -> new ScanScores.Scored(
                                        one.definition(),
                                        List.of(new double[] {0.01, 0}, new double[2], new double[2]),
                                        6))
                                .toList())
                .findings(7, 2, 4, List.of());
        assertThat(met.remarks().get(0)).startsWith("1 of the definitions come within 1 percent");
    }
}
