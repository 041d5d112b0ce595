package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.evaluation.Comparison.Standing;
import io.dynafuse.metrics.Direction;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double UNDEFINED = Double.NaN;

    private static Comparison compare(Direction direction, MethodResult... methods) {
        Measure measure = TestMeasures.firstSample("M", direction);
        return Comparison.of(new Results(List.of(measure), List.of(methods)));
    }

    private static List<Double> numbers(List<OptionalDouble> numbers) {
        return numbers.stream().map(OptionalDouble::getAsDouble).toList();
    }

    @Test
    void theHighestIsBest() {
        Comparison comparison = compare(
                Direction.HIGHER_IS_BETTER,
                TestMeasures.method("a", 1, 3),
                TestMeasures.method("b", 4, 4),
                TestMeasures.method("c", 3, 3));
        Comparison.Row row = comparison.rows().get(0);
        assertThat(numbers(row.means())).containsExactly(2.0, 4.0, 3.0);
        assertThat(numbers(row.ranks())).containsExactly(3.0, 1.0, 2.0);
        assertThat(row.standings()).containsExactly(Standing.OTHER, Standing.BEST, Standing.SECOND);
        assertThat(row.images()).isEqualTo(2);
    }

    @Test
    void orTheLowestOrTheNearestToZero() {
        MethodResult[] methods = {TestMeasures.method("a", -3), TestMeasures.method("b", 2), TestMeasures.method("c", 1)
        };
        assertThat(numbers(compare(Direction.LOWER_IS_BETTER, methods)
                        .rows()
                        .get(0)
                        .ranks()))
                .containsExactly(1.0, 3.0, 2.0);
        assertThat(numbers(
                        compare(Direction.ZERO_IS_BEST, methods).rows().get(0).ranks()))
                .containsExactly(3.0, 2.0, 1.0);
    }

    @Test
    void equalMeansShareTheMeanOfTheirRanks() {
        Comparison.Row row = compare(
                        Direction.LOWER_IS_BETTER,
                        TestMeasures.method("a", 5),
                        TestMeasures.method("b", 1),
                        TestMeasures.method("c", 5),
                        TestMeasures.method("d", 1),
                        TestMeasures.method("e", 9))
                .rows()
                .get(0);
        assertThat(numbers(row.ranks())).containsExactly(3.5, 1.5, 3.5, 1.5, 5.0);
        assertThat(row.standings())
                .containsExactly(Standing.SECOND, Standing.BEST, Standing.SECOND, Standing.BEST, Standing.OTHER);
    }

    @Test
    void onlyImagesCountThatEveryMethodHasANumberFor() {
        MethodResult failing = new MethodResult(
                "b",
                List.of(
                        TestMeasures.measured("0", 10),
                        TestMeasures.failed("1", "1.png: is empty"),
                        TestMeasures.measured("2", 20)));
        Comparison.Row row = compare(
                        Direction.HIGHER_IS_BETTER,
                        TestMeasures.method("a", 1, 100, 3, 7),
                        failing,
                        TestMeasures.method("c", UNDEFINED, 5, 6))
                .rows()
                .get(0);
        assertThat(row.images()).isEqualTo(1);
        assertThat(numbers(row.means())).containsExactly(3.0, 20.0, 6.0);
    }

    @Test
    void nothingInCommonGivesNoRank() {
        Comparison comparison = compare(
                Direction.HIGHER_IS_BETTER,
                TestMeasures.method("a", UNDEFINED, 2),
                TestMeasures.method("b", 1, UNDEFINED));
        assertThat(comparison.rows().get(0).ranks()).containsOnly(OptionalDouble.empty());
        assertThat(comparison.averageRanks()).containsOnly(OptionalDouble.empty());
        assertThat(comparison.ranking()).isZero();
    }

    @Test
    void averageRankIsOverTheMeasuresThatRank() {
        List<Measure> measures = List.of(
                TestMeasures.firstSample("M1", Direction.HIGHER_IS_BETTER),
                TestMeasures.firstSample("M2", Direction.LOWER_IS_BETTER),
                TestMeasures.firstSample("M3", Direction.LOWER_IS_BETTER));
        Comparison comparison = Comparison.of(new Results(
                measures,
                List.of(
                        new MethodResult("a", List.of(TestMeasures.measured("0", 5, 5, UNDEFINED))),
                        new MethodResult("b", List.of(TestMeasures.measured("0", 4, 5, 1))))));
        assertThat(numbers(comparison.averageRanks())).containsExactly(1.25, 1.75);
        assertThat(comparison.ranking()).isEqualTo(2);
    }
}
