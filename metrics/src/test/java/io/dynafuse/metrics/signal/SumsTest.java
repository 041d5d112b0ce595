package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumsTest {
    private static final double[] COUNTING =
            IntStream.range(0, 40).asDoubleStream().toArray();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 11, 30})
    void sumTheValuesAskedFor(int count) {
        // 5 + 6 + ...
        assertThat(Sums.of(COUNTING, 5, count)).isEqualTo(5.0 * count + count * (count - 1) / 2.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 11, 30})
    void sumSquaredDifferences(int count) {
        double[] zeros = new double[40];
        // 1 + 4 + 9 + ...
        assertThat(Sums.ofSquaredDifferences(COUNTING, 1, zeros, 7, count))
                .isEqualTo(count * (count + 1) * (2 * count + 1) / 6.0);
        assertThat(Sums.ofSquaredDifferences(COUNTING, 3, COUNTING, 1, count)).isEqualTo(4.0 * count);
    }
}
