package io.dynafuse.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptionTest {
    private static final float ROUNDING = 1e-6f;

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void keepsSizeChannelsAndDepth(Corruption corruption) {
        for (int[] size : new int[][] {{1, 1}, {1, 9}, {8, 1}, {17, 9}, {33, 20}}) {
            for (SampleDepth depth : SampleDepth.values()) {
                for (int channels : new int[] {1, 3}) {
                    Image image = TestImages.textured(size[0], size[1], channels, depth);
                    Image corrupted = corruption.apply(image, 3, 1);
                    assertThat(corrupted.width()).isEqualTo(size[0]);
                    assertThat(corrupted.height()).isEqualTo(size[1]);
                    assertThat(corrupted.channels()).isEqualTo(channels);
                    assertThat(corrupted.depth()).isEqualTo(depth);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void grayStaysGrayAndIsCorruptedAsWithOneChannel(Corruption corruption) {
        Image three = corruption.apply(TestImages.grayInThreeChannels(40, 30, SampleDepth.BITS_8), 4, 2);
        Image one = corruption.apply(TestImages.textured(40, 30, 1, SampleDepth.BITS_8), 4, 2);
        assertThat(three.isGray()).isTrue();
        assertThat(Arrays.copyOf(three.values(), 1200)).containsExactly(one.values());
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void isTheSameForTheSameSeed(Corruption corruption) {
        Image image = TestImages.textured(40, 30, 3, SampleDepth.BITS_8);
        float[] first = corruption.apply(image, 2, 11).values();
        assertThat(corruption.apply(image, 2, 11).values()).containsExactly(first);
        boolean random = corruption == Corruption.NOISE || corruption == Corruption.MASK;
        assertThat(Arrays.equals(corruption.apply(image, 2, 12).values(), first))
                .isEqualTo(!random);
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void everySeverityIsFurtherFromTheImage(Corruption corruption) {
        for (int channels : new int[] {1, 3}) {
            Image image = TestImages.textured(160, 120, channels, SampleDepth.BITS_8);
            double last = 0.005;
            for (int severity = 1; severity <= 5; severity++) {
                double error = error(image, corruption.apply(image, severity, 3));
                assertThat(error).isGreaterThan(last);
                last = error;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void hasFiveSeverities(Corruption corruption) {
        Image image = TestImages.textured(4, 4, 1, SampleDepth.BITS_8);
        for (int severity : new int[] {0, 6, -1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> corruption.apply(image, severity, 0))
                    .withMessage("expected a severity from 1 to 5, found " + severity);
            assertThatIllegalArgumentException().isThrownBy(() -> corruption.words(severity));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.4", "2, 0.3", "3, 0.2", "4, 0.1", "5, 0.05"})
    void contrastDrawsEachChannelTowardsItsMean(int severity, float factor) {
        float[] values = {0, 1, 0.2f, 0.6f, 0.9f, 0.9f};
        Image image = Image.of(2, 1, 3, values, SampleDepth.FLOAT_32);
        float[] expected = {
            0.5f - 0.5f * factor, 0.5f + 0.5f * factor, 0.4f - 0.2f * factor, 0.4f + 0.2f * factor, 0.9f, 0.9f
        };
        assertThat(Corruption.CONTRAST.apply(image, severity, 0).values()).containsExactly(expected, within(ROUNDING));
    }

    @Test
    void brightnessIsAddedToGray() {
        Image image = Image.of(3, 1, 1, new float[] {0, 0.25f, 0.95f}, SampleDepth.FLOAT_32);
        assertThat(Corruption.BRIGHTNESS.apply(image, 1, 0).values())
                .containsExactly(new float[] {0.1f, 0.35f, 1}, within(ROUNDING));
        assertThat(Corruption.BRIGHTNESS.apply(image, 5, 0).values())
                .containsExactly(new float[] {0.5f, 0.75f, 1}, within(ROUNDING));
    }

    /** (0.2, 0.4, 0.6) has V = 0.6, which becomes 0.8; (0.3, 0.45, 0.9) goes up to V = 1; black becomes gray. */
    @Test
    void brightnessKeepsHueAndSaturation() {
        Image image =
                Image.of(3, 1, 3, new float[] {0.2f, 0.3f, 0, 0.4f, 0.45f, 0, 0.6f, 0.9f, 0}, SampleDepth.FLOAT_32);
        assertThat(Corruption.BRIGHTNESS.apply(image, 2, 0).values())
                .containsExactly(
                        new float[] {0.8f / 3, 1 / 3f, 0.2f, 1.6f / 3, 0.5f, 0.2f, 0.8f, 1, 0.2f}, within(ROUNDING));
    }

    @ParameterizedTest
    @CsvSource({"1, 20.4", "2, 30.6", "3, 45.9"})
    void noiseIsNormal(int severity, double levels) {
        // At most 45.9 levels about the middle: what is clipped, beyond 2.8 deviations, is allowed for.
        Image image = TestImages.constant(400, 300, 0.5f, SampleDepth.FLOAT_32);
        float[] noisy = Corruption.NOISE.apply(image, severity, 8).values();
        double deviation = levels / 255;
        int within = 0;
        double sum = 0;
        for (float value : noisy) {
            sum += value - 0.5;
            within += Math.abs(value - 0.5) < deviation ? 1 : 0;
        }
        assertThat(sum / noisy.length).isCloseTo(0, within(4 * deviation / Math.sqrt(noisy.length)));
        // The share within one standard deviation.
        assertThat(within / (double) noisy.length).isCloseTo(0.6827, within(4 * 0.466 / Math.sqrt(noisy.length)));
    }

    @Test
    void noiseIsTheSameButLargerAtEverySeverity() {
        Image image = TestImages.constant(40, 30, 0.5f, SampleDepth.FLOAT_32);
        float[] weak = Corruption.NOISE.apply(image, 1, 8).values();
        float[] strong = Corruption.NOISE.apply(image, 2, 8).values();
        for (int i = 0; i < weak.length; i++) {
            double expected = Math.min(Math.max(0.5 + (weak[i] - 0.5) * 1.5, 0), 1);
            assertThat((double) strong[i]).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void noiseOfTheChannelsIsIndependent() {
        float[] values = new float[3 * 40_000];
        Arrays.fill(values, 0.5f);
        values[0] = 0.6f;
        float[] noisy = Corruption.NOISE
                .apply(Image.of(200, 200, 3, values, SampleDepth.FLOAT_32), 1, 8)
                .values();
        for (int channel = 0; channel < 3; channel++) {
            double product = 0;
            for (int i = 0; i < 40_000; i++) {
                product += (noisy[channel * 40_000 + i] - 0.5) * (noisy[(channel + 1) % 3 * 40_000 + i] - 0.5);
            }
            // A correlation of independent samples has a deviation of 1/200.
            assertThat(product / 40_000 / (0.08 * 0.08)).isCloseTo(0, within(0.02));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 6"})
    void blurSpreadsBySoManyPixels(int severity, double deviation) {
        float[] values = new float[81 * 81];
        values[40 * 81 + 40] = 1;
        float[] blurred = Corruption.BLUR
                .apply(Image.of(81, 81, 1, values, SampleDepth.FLOAT_32), severity, 0)
                .values();
        double variance = 0;
        for (int i = 0; i < blurred.length; i++) {
            variance += blurred[i] * (i % 81 - 40) * (i % 81 - 40);
        }
        assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.01 * deviation));
    }

    /**
     * A block of one value v has only a mean, which JPEG keeps as 8 (v − 128) in multiples of the quantiser: 16 in the standard's example
     * table, times 50 over the quality.
     */
    @ParameterizedTest
    @CsvSource({"1, 32", "2, 44", "3, 53", "4, 80", "5, 114"})
    void jpegQuantisesAsItsQualitySays(int severity, int quantiser) {
        for (int level = 0; level < 256; level += 5) {
            Image image = TestImages.constant(24, 16, level / 255f, SampleDepth.BITS_8);
            // Halves go away from zero.
            double steps = Math.signum(level - 128) * Math.floor(8.0 * Math.abs(level - 128) / quantiser + 0.5);
            double kept = steps * quantiser / 8 + 128;
            double expected = Math.min(Math.max(kept, 0), 255);
            for (float value : Corruption.JPEG.apply(image, severity, 0).values()) {
                assertThat(value * 255.0).isCloseTo(expected, within(1.01));
            }
        }
    }

    @Test
    void jpegKeepsTheOrderOfColours() {
        float[] values = new float[3 * 256];
        Arrays.fill(values, 0, 256, 0.9f);
        Arrays.fill(values, 256, 512, 0.5f);
        Arrays.fill(values, 512, 768, 0.1f);
        float[] compressed = Corruption.JPEG
                .apply(Image.of(16, 16, 3, values, SampleDepth.BITS_16), 1, 0)
                .values();
        for (int i = 0; i < values.length; i++) {
            assertThat(compressed[i]).isCloseTo(values[i], within(0.06f));
        }
    }

    @Test
    void jpegRefusesWhatItCannotHold() {
        Image tooLong = TestImages.constant(65501, 1, 0.5f, SampleDepth.BITS_8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.JPEG.apply(tooLong, 1, 0))
                .withMessage("expected at most 65500 pixels a side for JPEG, found 65501x1");
        Image longest = TestImages.constant(65500, 1, 0.5f, SampleDepth.BITS_8);
        assertThat(Corruption.JPEG.apply(longest, 1, 0).width()).isEqualTo(65500);
    }

    @Test
    void saysWhatItDoes() {
        assertThat(Corruption.CONTRAST.words(5)).isEqualTo("contrast x 0.05");
        assertThat(Corruption.NOISE.words(1)).isEqualTo("noise of 20.4 levels");
        assertThat(Corruption.BLUR.words(5)).isEqualTo("blur of 6 pixels");
        assertThat(Corruption.JPEG.words(2)).isEqualTo("JPEG quality 18");
    }

    private static double error(Image expected, Image found) {
        float[] a = expected.values();
        float[] b = found.values();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }
}
