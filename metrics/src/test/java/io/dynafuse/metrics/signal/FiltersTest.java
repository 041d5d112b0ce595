package io.dynafuse.metrics.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.metrics.Plane;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiltersTest {
    private static final double[] ODD = {0.5, -1, 0.25, 3, 2};
    private static final double[] EVEN = {1, -2, 0.5, 4};

    private final Plane plane = random(9, 7);

    @Test
    void correlatesWhereTheWindowFits() {
        Plane filtered = Filters.valid(plane, ODD);

        assertThat(filtered.width()).isEqualTo(5);
        assertThat(filtered.height()).isEqualTo(3);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                assertThat(filtered.at(x, y)).isCloseTo(window(x, y, ODD, ODD, Border.ZERO), within(1e-10));
            }
        }
    }

    @Test
    void correlatesProducts() {
        Plane other = random(9, 7);
        double[] products = new double[63];
        for (int i = 0; i < 63; i++) {
            products[i] = plane.samples()[i] * other.samples()[i];
        }

        assertThat(Filters.validOfProducts(plane, other, ODD).samples())
                .isEqualTo(Filters.valid(Plane.over(9, 7, products), ODD).samples());
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheSize(Border border) {
        Plane filtered = Filters.same(plane, ODD, EVEN, border);

        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                assertThat(filtered.at(x, y)).isCloseTo(window(x - 2, y - 2, ODD, EVEN, border), within(1e-10));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void filtersWhatIsSmallerThanTheWindow(Border border) {
        Plane pixel = Plane.over(1, 1, new double[] {4});

        double expected = border == Border.ZERO ? 4 * 0.25 * 0.25 : 4 * 4.75 * 4.75;
        assertThat(Filters.same(pixel, ODD, border).at(0, 0)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void refusesAWindowThatDoesNotFit() {
        assertThatThrownBy(() -> Filters.valid(random(4, 9), ODD)).isInstanceOf(IllegalArgumentException.class);
    }

    private double window(int left, int top, double[] alongRows, double[] alongColumns, Border border) {
        double sum = 0;
        for (int j = 0; j < alongColumns.length; j++) {
            for (int i = 0; i < alongRows.length; i++) {
                int x = border.map(left + i, plane.width());
                int y = border.map(top + j, plane.height());
                sum += x < 0 || y < 0 ? 0 : alongColumns[j] * alongRows[i] * plane.at(x, y);
            }
        }
        return sum;
    }

    private static Plane random(int width, int height) {
        return Plane.over(
                width, height, new Random(width).doubles(width * height, 0, 255).toArray());
    }
}
