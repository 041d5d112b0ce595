package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final int WIDTH = 8;

    /** Column 3 and row 5, with two waves of lengths 2π and 200π: sines before cosines, columns before rows. */
    @Test
    void tablesAreOfWaves() {
        double[] features = Positions.features(WIDTH).get(5 * 14 + 3);
        assertThat(features)
                .usingComparatorWithPrecision(1e-9)
                .containsExactly(
                        Math.sin(3),
                        Math.sin(0.03),
                        Math.cos(3),
                        Math.cos(0.03),
                        Math.sin(5),
                        Math.sin(0.05),
                        Math.cos(5),
                        Math.cos(0.05));
    }

    @Test
    void everyWindowHasTheWholeTable() {
        try (Parameters table = Positions.declare(WIDTH, "table").initialise(1);
                Scope scope = Scope.open()) {
            Tensor grid = Positions.OF_WINDOWS.add(
                    Tensor.of(new float[28 * 14 * WIDTH], 1, 28, 14, WIDTH), table.get("table"));
            float[] expected = table.get("table").slice(1, 1, 14 * 14).toFloats();
            assertThat(grid.slice(1, 0, 14).toFloats()).containsExactly(expected);
            assertThat(grid.slice(1, 14, 14).toFloats()).containsExactly(expected);
        }
    }
}
