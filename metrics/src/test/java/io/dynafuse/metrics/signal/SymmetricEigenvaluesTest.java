package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymmetricEigenvaluesTest {
    @Test
    void ofADiagonalMatrix() {
        assertEigenvalues(new double[][] {{3, 0, 0}, {0, -1, 0}, {0, 0, 2}}, -1, 2, 3);
    }

    @Test
    void ofTwoAxes() {
        assertEigenvalues(new double[][] {{2, 1}, {1, 2}}, 1, 3);
        assertEigenvalues(new double[][] {{0, 5}, {5, 0}}, -5, 5);
        assertEigenvalues(new double[][] {{1, 1e-9}, {1e-9, 3}}, 1, 3);
    }

    @Test
    void ofSecondDifferences() {
        // 2 − 2 cos(kπ/5), the frequencies of a string of four beads.
        double[][] string = {{2, -1, 0, 0}, {-1, 2, -1, 0}, {0, -1, 2, -1}, {0, 0, -1, 2}};
        double[] expected = new double[4];
        Arrays.setAll(expected, k -> 2 - 2 * Math.cos((k + 1) * Math.PI / 5));
        assertEigenvalues(string, expected);
    }

    @Test
    void ofASingularMatrix() {
        double[][] ones = new double[5][5];
        for (double[] row : ones) {
            Arrays.fill(row, 1);
        }
        assertEigenvalues(ones, 0, 0, 0, 0, 5);
    }

    @Test
    void leavesTheMatrixAsItIs() {
        double[][] matrix = {{2, 1}, {1, 2}};
        SymmetricEigenvalues.of(matrix);
        assertThat(matrix).isDeepEqualTo(new double[][] {{2, 1}, {1, 2}});
    }

    private static void assertEigenvalues(double[][] matrix, double... expected) {
        double[] values = SymmetricEigenvalues.of(matrix);
        Arrays.sort(values);
        assertThat(values).containsExactly(expected, within(1e-14));
    }
}
