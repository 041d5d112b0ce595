package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranges against those of sorted samples, and stretches worked out by hand. */
class SampleRangeTest {
    private static Image levels(SampleDepth depth, int width, int... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] / (float) depth.maximum();
        }
        return Image.of(width, levels.length / width, 1, values, depth);
    }

    private static int level(float value, SampleDepth depth) {
        return Math.round(value * depth.maximum());
    }

    @ParameterizedTest
    @EnumSource
    void rangesAreThoseOfTheSortedSamples(SampleDepth depth) {
        Random random = new Random(7);
        for (int width : new int[] {3, 31, 100, 101}) {
            float[] values = new float[width * 60];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.pow(random.nextDouble(), 3);
            }
            Image image = Image.of(width, 20, 3, values, depth);
            float[] sorted = image.values();
            Arrays.sort(sorted);
            int stray = sorted.length / 1000;
            SampleRange range = SampleRange.of(image);
            assertThat(range.minimum()).isEqualTo(sorted[0]);
            assertThat(range.low()).isEqualTo(sorted[stray]);
            assertThat(range.high()).isEqualTo(sorted[sorted.length - 1 - stray]);
            assertThat(range.maximum()).isEqualTo(sorted[sorted.length - 1]);
            long outside = 0;
            for (float value : sorted) {
                outside += value < range.low() || value > range.high() ? 1 : 0;
            }
            assertThat(range.outside()).isEqualTo((double) outside / sorted.length);
        }
    }

    @Test
    void deadAndGlowingPixelsDoNotWiden() {
        int[] counts = new int[4000];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = 7000 + i % 1501;
        }
        counts[17] = 0;
        counts[2345] = 65535;
        counts[3456] = 65535;
        SampleRange range = SampleRange.of(levels(SampleDepth.BITS_16, 100, counts));
        assertThat(level(range.minimum(), SampleDepth.BITS_16)).isZero();
        assertThat(level(range.maximum(), SampleDepth.BITS_16)).isEqualTo(65535);
        // Four are left out at either end: 0 and three of 7000 of the lowest, two of 65535 and two of 8500 of the
        // highest.
        assertThat(level(range.low(), SampleDepth.BITS_16)).isBetween(7000, 7001);
        assertThat(level(range.high(), SampleDepth.BITS_16)).isBetween(8499, 8500);
        assertThat(range.isNarrow()).isTrue();
    }

    @Test
    void aTenthIsNotNarrow() {
        assertThat(SampleRange.of(levels(SampleDepth.BITS_8, 2, 100, 126)).isNarrow())
                .isFalse();
        assertThat(SampleRange.of(levels(SampleDepth.BITS_8, 2, 100, 125)).isNarrow())
                .isTrue();
    }

    @Test
    void onlyDarknessInEightBitsLooksUnlit() {
        assertThat(SampleRange.of(levels(SampleDepth.BITS_8, 2, 0, 20)).looksUnlit())
                .isTrue();
        assertThat(SampleRange.of(levels(SampleDepth.BITS_8, 2, 100, 120)).looksUnlit())
                .isFalse();
        assertThat(SampleRange.of(levels(SampleDepth.BITS_16, 2, 0, 255)).looksUnlit())
                .isFalse();
    }

    @Test
    void pixelsWithoutDataAreLeftOut() {
        ImageBuilder builder = new ImageBuilder(4, 1, 3, SampleDepth.BITS_8);
        Region whole = new Region(0, 0, 4, 1);
        builder.put(whole, new float[] {0, 0.4f, 0.6f, 1, 0, 0.4f, 0.6f, 1, 0, 0.4f, 0.6f, 1});
        builder.putAlpha(whole, new float[] {0, 1, 0.5f, 0});
        SampleRange range = SampleRange.of(builder.build(ImageMetadata.NONE));
        assertThat(level(range.minimum(), SampleDepth.BITS_8)).isEqualTo(102);
        assertThat(level(range.maximum(), SampleDepth.BITS_8)).isEqualTo(153);
        ImageBuilder nothing = new ImageBuilder(2, 1, 1, SampleDepth.BITS_8);
        nothing.putAlpha(new Region(0, 0, 2, 1), new float[2]);
        assertThat(SampleRange.of(nothing.build(ImageMetadata.NONE)).isConstant())
                .isTrue();
    }

    @Test
    void stretchesLinearlyAndClips() {
        Image image = levels(SampleDepth.BITS_8, 3, 99, 100, 105, 110, 120, 121);
        float[] stretched =
                new ContrastStretch(100 / 255f, 120 / 255f).of(image).values();
        // 255 · 5/20 = 63.75, 255 · 10/20 = 127.5
        assertThat(stretched).containsExactly(0, 0, 64 / 255f, 128 / 255f, 1, 1);
    }

    @Test
    void keepsTheDepthAndRoundsToLevelsOfIt() {
        Image stretched = new ContrastStretch(7000 / 65535f, 8500 / 65535f)
                .of(levels(SampleDepth.BITS_16, 4, 7000, 7001, 8000, 8500));
        assertThat(stretched.depth()).isEqualTo(SampleDepth.BITS_16);
        // 65535 / 1500 = 43.69, 65535 · 1000/1500 = 43690
        assertThat(stretched.values()).containsExactly(0, 44 / 65535f, 43690 / 65535f, 1);
    }

    @Test
    void nothingIsStretchedBetweenAValueAndItself() {
        assertThatThrownBy(() -> new ContrastStretch(0.5f, 0.5f)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContrastStretch(0.5f, Float.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
