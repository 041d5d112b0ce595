package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private static final int[] LABELS = {
        1, 0, 0, 0, 1,
        1, 0, 1, 0, 0,
        0, 0, 0, 1, 0,
        0, 1, 0, 0, 0
    };

    private static final Regions REGIONS = new Regions(5, 4);

    /** The two at the left stay; what touches at a corner only is alone. */
    @Test
    void smallOnesGetTheOtherLabel() {
        int[] before = LABELS.clone();
        assertThat(REGIONS.flipped(LABELS, 1, Plane.filled(5, 4, 1), 2))
                .containsExactly(
                        1, 0, 0, 0, 0, //
                        1, 0, 0, 0, 0, //
                        0, 0, 0, 0, 0, //
                        0, 0, 0, 0, 0);
        assertThat(LABELS).containsExactly(before);
    }

    /** The last pixel of a row is no neighbour of the first of the next. */
    @Test
    void rowsEndAtTheirEnds() {
        int[] labels = {
            0, 0, 1, //
            1, 0, 0, //
            0, 0, 1
        };
        assertThat(new Regions(3, 3).flipped(labels, 1, Plane.filled(3, 3, 1), 2))
                .containsOnly(0);
        int[] others = {
            1, 1, 0, //
            0, 1, 1, //
            1, 1, 0
        };
        assertThat(new Regions(3, 3).flipped(others, 0, Plane.filled(3, 3, 1), 2))
                .containsOnly(1);
    }

    @Test
    void massCountsAndNotTheNumberOfPixels() {
        Plane mass = Plane.filled(5, 4, 0.1f);
        mass.values()[7] = 5;
        assertThat(REGIONS.flipped(LABELS, 1, mass, 1))
                .containsExactly(
                        0, 0, 0, 0, 0, //
                        0, 0, 1, 0, 0, //
                        0, 0, 0, 0, 0, //
                        0, 0, 0, 0, 0);
    }

    @Test
    void theOtherLabelStaysAsItIs() {
        int[] one = {0, 1, 1, 1};
        assertThat(new Regions(4, 1).flipped(one, 0, Plane.filled(4, 1, 1), 2)).containsExactly(1, 1, 1, 1);
        assertThat(new Regions(4, 1).flipped(one, 1, Plane.filled(4, 1, 1), 3)).containsExactly(one);
    }

    /** What touches at a corner only is a region of its own. */
    @Test
    void eachHasItsPixels() {
        assertThat(REGIONS.of(LABELS, 1).stream()
                        .map(region -> Arrays.stream(region).sorted().boxed().toList()))
                .containsExactly(List.of(0, 5), List.of(4), List.of(7), List.of(13), List.of(16));
    }
}
