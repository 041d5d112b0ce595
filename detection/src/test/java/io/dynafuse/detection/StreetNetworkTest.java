package io.dynafuse.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreetNetworkTest {
    private static final long SEED = 5;

    private static Tensor noise(int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 101 / 100f;
        }
        return Tensor.of(values, 1, 1, height, width);
    }

    /** A cell of 8 pixels a side, also where one is not whole. */
    @ParameterizedTest
    @CsvSource({"320, 256, 40, 32", "16, 16, 2, 2", "33, 50, 5, 7", "17, 24, 3, 3"})
    void anySizeHasACellForEveryEightPixels(int width, int height, int columns, int rows) {
        try (Scope scope = Scope.open();
                Parameters parameters = StreetNetwork.parameters().initialise(SEED)) {
            Tensor maps = StreetNetwork.maps(noise(width, height), parameters);
            assertThat(maps.shape()).containsExactly(1, 6, rows, columns);
            assertThat(StreetNetwork.columns(maps).shape()).containsExactly(1, 6, (long) rows * columns);
        }
    }

    @Test
    void itIsSmall() {
        assertThat(StreetNetwork.parameters().size()).isBetween(50_000L, 250_000L);
    }

    /**
     * One image of 1 row and 2 columns of cells. The second cell's middle is at x 12 and y 4; its sides are e⁰ = 1 cell left, e¹ above, e² right and e⁻¹
     * below: 8, 21.7463, 59.1124 and 2.9430 pixels. So the box reaches from 4 to 71.1124 and from -17.7463 to 6.9430.
     */
    @Test
    void columnsAreBoxesInPixels() {
        float[] person = {-1, 2};
        float[] car = {0, -3};
        float[] sides = {0, 0, 0, 1, 0, 2, 0, -1};
        try (Scope scope = Scope.open()) {
            Tensor maps = Tensor.concatenate(
                    List.of(Tensor.of(person, 1, 1, 1, 2), Tensor.of(car, 1, 1, 1, 2), Tensor.of(sides, 1, 4, 1, 2)),
                    1);
            float[] columns = StreetNetwork.columns(maps).toFloats();
            float[] second = new float[6];
            for (int row = 0; row < 6; row++) {
                second[row] = columns[2 * row + 1];
            }
            assertThat(second[0]).isCloseTo((4 + 71.1124f) / 2, within(1e-3f));
            assertThat(second[1]).isCloseTo((-17.7463f + 6.9430f) / 2, within(1e-3f));
            assertThat(second[2]).isCloseTo(67.1124f, within(1e-3f));
            assertThat(second[3]).isCloseTo(24.6893f, within(1e-3f));
            // 1 / (1 + e⁻²) and 1 / (1 + e³)
            assertThat(second[4]).isCloseTo(0.880797f, within(1e-5f));
            assertThat(second[5]).isCloseTo(0.047426f, within(1e-5f));
            assertThat(new float[] {columns[0], columns[2], columns[4], columns[6]})
                    .containsExactly(4, 4, 16, 16);
        }
    }

    /** Images are standardised: half the contrast and other offsets are the same but for the noise floor. */
    @Test
    void gainAndOffsetHardlyMatter() {
        try (Scope scope = Scope.open();
                Parameters parameters = StreetNetwork.parameters().initialise(SEED)) {
            Tensor image = noise(64, 48);
            float[] one = StreetNetwork.maps(image, parameters).toFloats();
            float[] other =
                    StreetNetwork.maps(image.times(0.5).plus(0.3), parameters).toFloats();
            for (int i = 0; i < one.length; i++) {
                assertThat(other[i]).isCloseTo(one[i], within(0.1f * Math.abs(one[i]) + 0.01f));
            }
        }
    }

    /** Nothing is divided by the deviation of an even image, which is 0. */
    @Test
    void evenImagesGiveFiniteNumbers() {
        try (Scope scope = Scope.open();
                Parameters parameters = StreetNetwork.parameters().initialise(SEED)) {
            Tensor even = Tensor.of(new float[24 * 24], 1, 1, 24, 24);
            for (float value : StreetNetwork.maps(even, parameters).toFloats()) {
                assertThat(value).isFinite();
            }
        }
    }
}
