package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static Statistics of(double... scores) {
        return Statistics.of(
                DoubleStream.of(scores).mapToObj(TestMeasures::score).toList(), 0);
    }

    @Test
    void meanAndSampleDeviation() {
        Statistics statistics = of(2, 4, 4, 4, 5, 5, 7, 9);
        assertThat(statistics.mean()).hasValue(5);
        // The squares sum up to 32.
        assertThat(statistics.deviation().getAsDouble()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-12));
    }

    @Test
    void equalNumbersHaveNoDeviation() {
        // Their sum is rounded, and their mean is therefore another number.
        assertThat(of(0.1, 0.1, 0.1, 0.1, 0.1, 0.1).deviation()).hasValue(0);
        assertThat(of(7.1, 7.1, 7.1).deviation()).hasValue(0);
        assertThat(of(1, 1 + 1e-9).deviation().getAsDouble()).isPositive();
    }

    @Test
    void undefinedAndFailedAreCountedAndLeftOut() {
        Statistics statistics = Statistics.of(List.of(Score.of(1), Score.undefined("so"), Score.of(3)), 2);
        assertThat(statistics.mean()).hasValue(2);
        assertThat(statistics.counted()).isEqualTo(2);
        assertThat(statistics.undefined()).isEqualTo(1);
        assertThat(statistics.failed()).isEqualTo(2);
    }

    @Test
    void oneNumberHasNoDeviationAndNoneNoMean() {
        assertThat(of(7).mean()).hasValue(7);
        assertThat(of(7).deviation()).isEmpty();
        assertThat(of().mean()).isEmpty();
        assertThat(of().deviation()).isEmpty();
    }

    @Test
    void infinitiesNeverBecomeNaN() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(of(1, infinity).mean()).hasValue(infinity);
        assertThat(of(1, infinity).infinite()).isEqualTo(1);
        assertThat(of(1, infinity).deviation()).isEmpty();
        assertThat(of(-infinity, infinity).mean()).isEmpty();
    }

    @Test
    void medians() {
        assertThat(Statistics.median(3, 1, 2)).isEqualTo(2);
        assertThat(Statistics.median(4, 1, 3, 2)).isEqualTo(2.5);
    }
}
