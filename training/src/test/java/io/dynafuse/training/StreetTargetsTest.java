package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.scenes.SceneThing;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of 4 rows and 5 columns of cells, 32 by 40 pixels. */
class StreetTargetsTest {
    private static final int CELLS = 20;

    private static StreetTargets of(SceneThing... things) {
        return StreetTargets.of(List.of(List.of(things)), 4, 5, Device.CPU);
    }

    /**
     * A car from 8 to 32 and from 0 to 16: its middle, at 20 and 8, is in the cell of column 2 and row 1, whose own middle is at 20 and 12. One
     * cell to the left, at 12 and 12, is 8 and 4 away; deviations are at least 0.6 cells, 4.8 pixels: e^(−(8² + 4²) / (2·4.8²)) = 0.1762. The cell above the
     * middle, at 20 and 4, is 4 away: e^(−4² / (2·4.8²)) = 0.7066.
     */
    @Test
    void heatIsOneInTheMiddleAndFallsAroundIt() {
        try (Scope scope = Scope.open()) {
            StreetTargets targets = of(new SceneThing("car", 8, 0, 32, 16, 1));
            float[] heat = targets.heat().toFloats();
            assertThat(targets.things()).isEqualTo(1);
            assertThat(heat[CELLS + 7]).isEqualTo(1);
            assertThat(heat[CELLS + 6]).isCloseTo(0.1762f, within(1e-4f));
            assertThat(heat[CELLS + 2]).isCloseTo(0.7066f, within(1e-4f));
            assertThat(heat[7]).as("no person").isEqualTo(0);
            float[] middles = targets.middles().toFloats();
            assertThat(middles[CELLS + 7]).isEqualTo(1);
            assertThat(sum(middles)).isEqualTo(1);
            // (1 − 0.7066)⁴
            assertThat(targets.empties().toFloats()[CELLS + 2]).isCloseTo(0.00741f, within(1e-4f));
            assertThat(targets.empties().toFloats()[CELLS + 7]).isEqualTo(0);
            assertThat(targets.empties().toFloats()[0]).isEqualTo(1);
        }
    }

    /** The middle of the cell is 12 pixels from the left, 12 from above, 12 from the right and 4 from below: in cells of 8. */
    @Test
    void distancesAreInCells() {
        try (Scope scope = Scope.open()) {
            StreetTargets targets = of(new SceneThing("car", 8, 0, 32, 16, 1));
            float[] distances = targets.distances().toFloats();
            assertThat(new float[] {
                        distances[7], distances[CELLS + 7], distances[2 * CELLS + 7], distances[3 * CELLS + 7]
                    })
                    .containsExactly(1.5f, 1.5f, 1.5f, 0.5f);
            float[] boxes = targets.boxes().toFloats();
            assertThat(boxes[7]).isEqualTo(1);
            assertThat(boxes[2]).isCloseTo(0.7066f, within(1e-4f));
            assertThat(boxes[6]).as("too far").isEqualTo(0);
        }
    }

    @Test
    void whatIsHardlySeenCountsNeitherWay() {
        try (Scope scope = Scope.open()) {
            StreetTargets targets = of(new SceneThing("person", 0, 0, 16, 32, 0.2));
            assertThat(targets.things()).isEqualTo(0);
            assertThat(sum(targets.heat().toFloats())).isEqualTo(0);
            float[] empties = targets.empties().toFloats();
            // Two columns of four rows of people do not count, and all others of people and cars do.
            assertThat(empties[0]).isEqualTo(0);
            assertThat(sum(empties)).isEqualTo(2 * CELLS - 8);
        }
    }

    /** Of two in one place, the later one. */
    @Test
    void whatStandsInFrontHasTheBox() {
        SceneThing behind = new SceneThing("person", 16, 0, 24, 32, 1);
        SceneThing before = new SceneThing("person", 12, 4, 28, 28, 1);
        try (Scope scope = Scope.open()) {
            assertThat(of(behind, before).distances().toFloats()[2 * 5 + 2]).isEqualTo(1);
            assertThat(of(before, behind).distances().toFloats()[2 * 5 + 2]).isEqualTo(0.5f);
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
