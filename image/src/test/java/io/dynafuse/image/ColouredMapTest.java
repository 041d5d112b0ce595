package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ColouredMapTest {
    private static Image map(int width, int height, float left, float right) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % width < width / 2 ? left : right;
        }
        return Image.of(width, height, 1, values, SampleDepth.BITS_16);
    }

    private static String rowOfText(Image picture, int x, int y, int count) {
        StringBuilder dots = new StringBuilder();
        for (float value : picture.values(new Region(x, y, count, 1))) {
            dots.append(value == 0 ? '#' : '.');
        }
        return dots.substring(0, count);
    }

    @Test
    void valuesNearAHalfAreSpreadOverAllColours() {
        Image picture = ColouredMap.of(map(200, 30, 0.49f, 0.51f));
        assertThat(picture.values(new Region(0, 10, 1, 1))).containsExactly(Viridis.rgb(0));
        assertThat(picture.values(new Region(199, 10, 1, 1))).containsExactly(Viridis.rgb(1));
    }

    @Test
    void theScaleBelowSaysTheRange() {
        Image picture = ColouredMap.of(map(200, 30, 0.49f, 0.51f));
        assertThat(picture.width()).isEqualTo(200);
        int bar = 30 + 5;
        assertThat(picture.values(new Region(3, bar, 1, 1))).containsExactly(Viridis.rgb(0));
        assertThat(picture.values(new Region(196, bar, 1, 1))).containsExactly(Viridis.rgb(1));
        // The first rows of 0.490 and 0.510.
        int text = 30 + 16;
        assertThat(rowOfText(picture, 3, text, 29)).isEqualTo(".###...........#...###...###.");
        assertThat(rowOfText(picture, 200 - 3 - 29, text, 29)).isEqualTo(".###........#####...#....###.");
    }

    @Test
    void aMapNarrowerThanItsScaleAndOneOfOneValueAreShownToo() {
        Image picture = ColouredMap.of(map(4, 4, 0.5f, 0.5f));
        assertThat(picture.width()).isGreaterThan(60);
        assertThat(picture.values(new Region(1, 1, 1, 1))).containsExactly(Viridis.rgb(0));
        assertThat(picture.values(new Region(30, 1, 1, 1))).containsExactly(1, 1, 1);
    }

    @Test
    void colourIsRefused() {
        Image colour = Image.of(1, 1, 3, new float[3], SampleDepth.BITS_8);
        assertThatIllegalArgumentException().isThrownBy(() -> ColouredMap.of(colour));
    }
}
