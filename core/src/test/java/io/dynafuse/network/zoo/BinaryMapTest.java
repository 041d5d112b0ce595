package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Morphology worked out by hand: a disk of radius 1 is a pixel and its four neighbours. */
class BinaryMapTest {
    private static BinaryMap of(String... rows) {
        String pixels = String.join("", rows);
        float[] values = new float[pixels.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels.charAt(i) == '#' ? 1 : 0;
        }
        return BinaryMap.of(values, rows[0].length(), rows.length);
    }

    private static void same(BinaryMap actual, String... rows) {
        assertThat(actual.toFloats()).containsExactly(of(rows).toFloats());
    }

    /** The plus stays, the thin line goes; beyond the border nothing is missing, so that half a plus stays there too. */
    @Test
    void openingKeepsWhatDisksFitInto() {
        same(
                of(".#...#", "###..#", ".#...#", ".....#", "######").opened(1),
                ".#....",
                "###...",
                ".#....",
                ".....#",
                "....##");
    }

    @Test
    void closingFillsWhatNoDiskFitsInto() {
        same(of("#####", "#.#.#", "#####", ".....", ".....").closed(1), "#####", "#####", "#####", ".....", ".....");
    }

    /** Pixels that touch at a corner only are two regions; a region of as many pixels as asked for stays. */
    @Test
    void smallRegionsAreRemoved() {
        same(of("##..#", "#..#.", "....#").withoutRegionsBelow(3), "##...", "#....", ".....");
        same(of("##..#", "#..##").inverse().withoutRegionsBelow(5).inverse(), "#####", "#####");
    }
}
