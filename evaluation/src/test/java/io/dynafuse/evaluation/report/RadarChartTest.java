package io.dynafuse.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.TestMeasures;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RadarChartTest {
    /** One image, its scores by method; measure 0 is the higher the better, 1 the lower, 2 the nearer to zero, and so on. */
    private static RadarChart chart(double[]... scores) {
        List<MethodResult> methods = IntStream.range(0, scores.length)
                .mapToObj(i -> new MethodResult("m" + i, List.of(TestMeasures.measured("scene", scores[i]))))
                .toList();
        Results results = new Results(ReportExamples.measures(scores[0].length), methods);
        return RadarChart.of(IntStream.range(0, scores[0].length)
                .mapToObj(i -> MeasureSummary.of(results, i))
                .toList());
    }

    private static void assertPoint(RadarChart chart, int method, int axis, double expected) {
        assertThat(chart.points().get(method).get(axis).getAsDouble()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void outwardsIsBetterWhicheverWayTheMeasureGoes() {
        RadarChart chart = chart(new double[] {10, 10, -3}, new double[] {20, 20, 1}, new double[] {15, 15, 2});
        assertPoint(chart, 0, 0, 0.2);
        assertPoint(chart, 1, 0, 1);
        assertPoint(chart, 2, 0, 0.6);
        assertPoint(chart, 0, 1, 1);
        assertPoint(chart, 1, 1, 0.2);
        assertPoint(chart, 2, 1, 0.6);
        assertPoint(chart, 0, 2, 0.2);
        assertPoint(chart, 1, 2, 1);
        assertPoint(chart, 2, 2, 0.6);
        assertThat(chart.isDrawn()).isTrue();
    }

    @Test
    void equalMeansShareTheRingHalfWay() {
        RadarChart chart = chart(new double[] {7}, new double[] {7});
        assertPoint(chart, 0, 0, 0.6);
        assertPoint(chart, 1, 0, 0.6);
        assertThat(chart.isDrawn()).isFalse();
    }

    @Test
    void whatIsUndefinedOrInfiniteHasNoPoint() {
        RadarChart chart = chart(
                new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}, new double[] {2, 5, 3}, new double[] {3, 6, 4});
        assertThat(chart.axes()).containsExactly(0, 1, 2);
        assertThat(chart.points().get(0).subList(1, 3)).containsOnly(OptionalDouble.empty());
        assertPoint(chart, 1, 1, 1);
        assertPoint(chart, 2, 1, 0.2);
        assertPoint(chart, 1, 2, 0.2 + 0.8);
    }

    @Test
    void aMeasureOfOneFiniteMeanHasNoAxis() {
        RadarChart chart = chart(new double[] {1, 2}, new double[] {Double.NaN, 3});
        assertThat(chart.axes()).containsExactly(1);
    }

    @Test
    void theDataAreJsonThatCannotEndAScript() throws Exception {
        RadarChart chart = chart(new double[] {1, Double.NaN}, new double[] {2, Double.NaN});
        String json =
                chart.json(List.of("</script>"), List.of("<!--", "a & b \u2028"), List.of(List.of("1"), List.of("2")));
        assertThat(json).doesNotContain("<", ">", "&", "\u2028");
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.at("/axes/0").asText()).isEqualTo("</script>");
        assertThat(read.at("/variants/1/name").asText()).isEqualTo("a & b \u2028");
        assertThat(read.at("/variants/1/points/0").asDouble()).isEqualTo(1);
        assertThat(read.at("/variants/0/values/0").asText()).isEqualTo("1");
    }
}
