package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against means and weights worked out by hand, and what must hold of any resampling. */
class ResamplingTest {
    private static final Offset<Float> FLOAT = within(2e-6f);

    private static Image floats(int width, int height, float... values) {
        return Image.of(width, height, values.length / (width * height), values, SampleDepth.FLOAT_32);
    }

    private static float[] wave(int length, double period) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.5 + 0.25 * Math.sin(2 * Math.PI * (i + 0.5) / period));
        }
        return values;
    }

    @Test
    void shrinkingByWholeFactorsGivesTheMeansOfBlocks() {
        int[] levels = {100, 200, 4000, 4001, 0, 65535, 300, 400, 4002, 4005, 65535, 0};
        float[] values = new float[12];
        for (int i = 0; i < 12; i++) {
            values[i] = levels[i] / 65535f;
        }
        Image small = Resampling.to(Image.of(6, 2, 1, values, SampleDepth.BITS_16), 3, 1);
        assertThat(small.depth()).isEqualTo(SampleDepth.BITS_16);
        // 250, 4002, and 32767.5, of which either neighbour is the nearest.
        assertThat(small.values()[0]).isEqualTo(250 / 65535f);
        assertThat(small.values()[1]).isEqualTo(4002 / 65535f);
        assertThat(small.values()[2]).isCloseTo(32767.5f / 65535, within(0.6f / 65535));
    }

    @Test
    void meansAreRoundedToTheNearestLevel() {
        Image third = Resampling.to(
                Image.of(3, 1, 1, new float[] {100 / 65535f, 101 / 65535f, 101 / 65535f}, SampleDepth.BITS_16), 1, 1);
        assertThat(third.values()).containsExactly(101 / 65535f);
    }

    @Test
    void partsOfPixelsCountByTheirShare() {
        // Each new pixel covers one and a half: (2·a + b) / 3 and (b + 2·c) / 3.
        assertThat(Resampling.to(floats(3, 1, 0, 0.3f, 0.9f), 2, 1).values())
                .containsExactly(new float[] {0.1f, 0.7f}, FLOAT);
    }

    @Test
    void doublingSpreadsAnImpulseByTheWeightsOfLanczos() {
        float[] values = new float[16];
        Arrays.fill(values, 0.5f);
        values[8] = 0.75f;
        float[] doubled = Resampling.to(floats(16, 1, values), 32, 1).values();
        // L(d) / ΣL of d = ±0.25, ±0.75, ±1.25 and so on.
        double[] weights = {0.007378, 0.030112, -0.067997, -0.133275, 0.271011, 0.892771};
        for (int i = 0; i < 6; i++) {
            assertThat(doubled[11 + i]).isCloseTo((float) (0.5 + 0.25 * weights[i]), within(1e-6f));
            assertThat(doubled[22 - i]).isCloseTo((float) (0.5 + 0.25 * weights[i]), within(1e-6f));
        }
        assertThat(doubled[10]).isEqualTo(0.5f, FLOAT);
        assertThat(doubled[23]).isEqualTo(0.5f, FLOAT);
    }

    @Test
    void weightsAreDividedByTheSumOfThoseInsideAtTheEdge() {
        // Of the first new pixel of two: 1.130650 a − 0.168786 b + 0.038136 c.
        float[] doubled =
                Resampling.to(floats(4, 1, 0.4f, 0.6f, 0.5f, 0.9f), 8, 1).values();
        assertThat(doubled[0]).isCloseTo((float) (1.130650 * 0.4 - 0.168786 * 0.6 + 0.038136 * 0.5), within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 13, 19", "13, 19, 5, 7", "4, 9, 9, 4", "1, 1, 6, 6", "3, 200, 300, 70"})
    void oneValueAllOverStaysThat(int width, int height, int newWidth, int newHeight) {
        float[] values = new float[width * height];
        Arrays.fill(values, 12345 / 65535f);
        Image resized = Resampling.to(Image.of(width, height, 1, values, SampleDepth.BITS_16), newWidth, newHeight);
        assertThat(resized.width()).isEqualTo(newWidth);
        assertThat(resized.height()).isEqualTo(newHeight);
        for (float value : resized.values()) {
            assertThat(value).isEqualTo(12345 / 65535f);
        }
    }

    @Test
    void aRampStaysOneInside() {
        float[] ramp = new float[32];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (i + 0.5f) / 32;
        }
        float[] doubled = Resampling.to(floats(1, 32, ramp), 1, 64).values();
        for (int i = 8; i < 56; i++) {
            // The weights' centre is off by 0.0198 old pixels at most.
            assertThat(doubled[i]).isCloseTo((i + 0.5f) / 64, within(0.02f / 32));
        }
    }

    @Test
    void aWaveThatPixelsCanHoldStaysThatWave() {
        float[] doubled = Resampling.to(floats(48, 1, wave(48, 8)), 96, 1).values();
        float[] wanted = wave(96, 16);
        for (int i = 12; i < 84; i++) {
            assertThat(doubled[i]).isCloseTo(wanted[i], within(0.0015f));
        }
    }

    @Test
    void leftAndRightUpAndDownAreTreatedAlike() {
        float[] values = {0.1f, 0.5f, 0.9f, 0.3f, 0.8f, 0.2f, 0.7f, 0.6f, 0.4f, 0.55f, 0.35f, 0.15f};
        float[] turned = new float[12];
        for (int i = 0; i < 12; i++) {
            turned[i] = values[11 - i];
        }
        for (int[] size : new int[][] {{7, 5}, {2, 2}, {9, 2}}) {
            float[] resized =
                    Resampling.to(floats(4, 3, values), size[0], size[1]).values();
            float[] other =
                    Resampling.to(floats(4, 3, turned), size[0], size[1]).values();
            for (int i = 0; i < resized.length; i++) {
                assertThat(other[resized.length - 1 - i]).isCloseTo(resized[i], within(1e-5f));
            }
        }
    }

    @Test
    void channelsKeepApart() {
        Image half = Resampling.to(floats(2, 1, 0, 1, 0.2f, 0.4f, 0.6f, 0.6f), 1, 1);
        assertThat(half.values()).containsExactly(new float[] {0.5f, 0.3f, 0.6f}, FLOAT);
    }

    @Test
    void nothingSeepsInFromPixelsWithoutData() {
        ImageBuilder builder = new ImageBuilder(8, 2, 1, SampleDepth.FLOAT_32);
        float[] values = {1, 1, 1, 1, 0.2f, 0.2f, 0.2f, 0.2f, 1, 1, 1, 1, 0.2f, 0.2f, 0.2f, 0.2f};
        float[] alphas = {0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1};
        Region whole = new Region(0, 0, 8, 2);
        builder.put(whole, values);
        builder.putAlpha(whole, alphas);
        Image image = builder.build(ImageMetadata.NONE);
        Image small = Resampling.to(image, 4, 1);
        assertThat(small.alpha(new Region(0, 0, 4, 1))).containsExactly(new float[] {0, 0, 0.5f, 1}, FLOAT);
        assertThat(small.values()[2]).isCloseTo(0.2f, FLOAT);
        assertThat(small.values()[3]).isCloseTo(0.2f, FLOAT);
        Image large = Resampling.to(image, 16, 4);
        float[] found = large.alpha(new Region(0, 0, 16, 4));
        for (int i = 0; i < found.length; i++) {
            if (found[i] > 0.01f) {
                assertThat(large.values()[i]).isCloseTo(0.2f, within(1e-4f));
            }
        }
    }

    @Test
    void anImageOfThatSizeIsItself() {
        Image image = floats(2, 1, 0, 1);
        assertThat(Resampling.to(image, 2, 1)).isSameAs(image);
    }
}
