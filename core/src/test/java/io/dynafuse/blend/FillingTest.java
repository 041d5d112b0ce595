package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FillingTest {
    @Test
    void whatIsKnownStays() {
        Plane image = Planes.random(37, 22, 1);
        Planes.assertClose(Filling.filled(image, Plane.filled(37, 22, 1)), image, 1e-6);
        Planes.assertClose(Filling.filled(image, Plane.filled(37, 22, 0.25f)), image, 1e-6);
    }

    @Test
    void oneColourFillsEverything() {
        Plane known = Planes.of(50, 40, (x, y) -> x == 3 && y == 5 ? 1 : 0);
        Plane image = Planes.of(50, 40, (x, y) -> x == 3 && y == 5 ? 0.7 : 123);
        Planes.assertClose(Filling.filled(image, known), Plane.filled(50, 40, 0.7f), 1e-4);
    }

    /** What is not known has no influence, and what fills it lies between its surroundings. */
    @Test
    void holesAreFilledFromAround() {
        Plane image = Planes.of(64, 64, (x, y) -> x < 24 ? 0.2 : x < 40 ? -50 : 0.8);
        Plane known = Planes.of(64, 64, (x, y) -> x < 24 || x >= 40 ? 1 : 0);
        Plane filled = Filling.filled(image, known);
        for (float value : filled.values()) {
            assertThat(value).isBetween(0.199f, 0.801f);
        }
        assertThat(Planes.at(filled, 25, 32)).isLessThan(0.4f);
        assertThat(Planes.at(filled, 38, 32)).isGreaterThan(0.6f);
        assertThat(Planes.at(filled, 10, 32)).isEqualTo(0.2f);
    }
}
