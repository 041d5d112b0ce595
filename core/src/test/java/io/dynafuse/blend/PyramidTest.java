package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PyramidTest {
    @Property(tries = 60)
    void isPutTogetherAsItWas(
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @IntRange(min = 1, max = 7) int levels,
            @ForAll long seed) {
        Plane plane = Planes.random(width, height, seed);
        Plane again = Pyramid.collapse(Pyramid.laplacian(plane, levels));
        for (int i = 0; i < plane.values().length; i++) {
            assertThat(again.values()[i]).isCloseTo(plane.values()[i], within(1e-6f));
        }
    }

    @Property(tries = 30)
    void leavesNoDetailsInOneColour(
            @ForAll @IntRange(min = 1, max = 40) int width, @ForAll @IntRange(min = 1, max = 40) int height) {
        List<Plane> levels = Pyramid.laplacian(Plane.filled(width, height, 0.75f), 3);
        for (float detail : levels.get(0).values()) {
            assertThat(detail).isCloseTo(0, within(1e-6f));
        }
        for (float rest : levels.get(2).values()) {
            assertThat(rest).isCloseTo(0.75f, within(1e-6f));
        }
    }

    @Test
    void isLinear() {
        Plane first = Planes.random(33, 20, 1);
        Plane second = Planes.random(33, 20, 2);
        List<Plane> ofFirst = Pyramid.laplacian(first, 4);
        List<Plane> ofSecond = Pyramid.laplacian(second, 4);
        List<Plane> ofSum = Pyramid.laplacian(first.with(second, (a, b) -> 0.25f * a + 0.75f * b), 4);
        for (int level = 0; level < 4; level++) {
            for (int i = 0; i < ofSum.get(level).values().length; i++) {
                float expected = 0.25f * ofFirst.get(level).values()[i]
                        + 0.75f * ofSecond.get(level).values()[i];
                assertThat(ofSum.get(level).values()[i]).isCloseTo(expected, within(1e-6f));
            }
        }
    }

    /** The binomial window 1, 4, 6, 4, 1 in both directions, over an image that is mirrored at its outermost pixels. */
    @Test
    void halvesByTheBinomialWindow() {
        Plane dot = Plane.zeros(5, 5);
        dot.values()[2 * 5 + 2] = 256;
        assertThat(Pyramid.halved(dot).values()).containsExactly(4, 12, 4, 12, 36, 12, 4, 12, 4);
    }

    @Test
    void doublesByTheSameWindow() {
        Plane dot = new Plane(2, 1, new float[] {16, 0});
        Plane doubled = Plane.zeros(4, 1);
        Pyramid.addDoubled(dot, doubled, 1);
        assertThat(doubled.values()).containsExactly(12, 8, 2, 0);
    }

    @Test
    void countsLevelsDownToTheCoarsestAllowed() {
        assertThat(Pyramid.levels(640, 480, 4)).isEqualTo(8);
        assertThat(Pyramid.levels(5, 1000, 4)).isEqualTo(1);
        assertThat(Pyramid.levels(1, 1, 1)).isEqualTo(1);
    }
}
