package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaAverageTest {
    private static final float LEVEL = 1f / 65535;

    private static Image gray(int width, int height, float... values) {
        return Image.of(width, height, 1, values, SampleDepth.FLOAT_32);
    }

    @Test
    void fourPixelsBecomeTheirMean() {
        Image half = AreaAverage.fit(gray(4, 2, 0, 0.2f, 1, 1, 0.4f, 0.6f, 0, 0), 2);
        assertThat(half.height()).isEqualTo(1);
        assertThat(half.values()).containsExactly(new float[] {0.3f, 0.5f}, within(LEVEL));
    }

    @Test
    void partsOfPixelsCountByTheirShare() {
        // Each of the two covers one and a half of the three.
        Image narrower = AreaAverage.fit(gray(3, 1, 0, 0.3f, 0.9f), 2);
        assertThat(narrower.values())
                .containsExactly(new float[] {(0 + 0.15f) / 1.5f, (0.15f + 0.9f) / 1.5f}, within(LEVEL));
    }

    @Test
    void channelsStayApart() {
        Image one =
                AreaAverage.fit(Image.of(2, 1, 3, new float[] {0, 1, 0.2f, 0.4f, 0.6f, 0.6f}, SampleDepth.BITS_8), 1);
        assertThat(one.values()).containsExactly(new float[] {0.5f, 0.3f, 0.6f}, within(0.003f));
    }

    @Test
    void smallImagesAreLeftAlone() {
        Image small = gray(3, 2, 0, 0, 0, 1, 1, 1);
        assertThat(AreaAverage.fit(small, 3)).isSameAs(small);
    }

    @ParameterizedTest
    @CsvSource({"1000, 10, 100, 100, 1", "10, 1000, 7, 1, 7", "641, 480, 256, 256, 192", "257, 257, 256, 256, 256"})
    void proportionsAndMeanAreKept(int width, int height, int longest, int newWidth, int newHeight) {
        Random random = new Random(3);
        float[] values = new float[width * height];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
            sum += values[i];
        }
        Image small = AreaAverage.fit(gray(width, height, values), longest);
        assertThat(small.width()).isEqualTo(newWidth);
        assertThat(small.height()).isEqualTo(newHeight);
        double smallSum = 0;
        for (float value : small.values()) {
            smallSum += value;
        }
        assertThat(smallSum / (newWidth * newHeight)).isCloseTo(sum / values.length, within(1e-4));
    }
}
