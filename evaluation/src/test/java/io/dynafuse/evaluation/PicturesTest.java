package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Picture;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static Picture ramp(int levels, SampleDepth depth, int maximum) {
        float[] values = new float[levels];
        for (int i = 0; i < levels; i++) {
            values[i] = (float) i / maximum;
        }
        return Pictures.of(Image.of(levels, 1, 1, values, depth));
    }

    @Test
    void everyLevelOfEightBitsStaysAsItIs() {
        Picture picture = ramp(256, SampleDepth.BITS_8, 255);
        for (int i = 0; i < 256; i++) {
            assertThat(picture.planes().get(0).at(i, 0)).isEqualTo(i);
        }
    }

    @Test
    void everyLevelOfSixteenBitsIsDividedBy257() {
        Picture picture = ramp(65536, SampleDepth.BITS_16, 65535);
        for (int i = 0; i < 65536; i++) {
            assertThat(picture.planes().get(0).at(i, 0)).isEqualTo(i / 257.0);
        }
    }

    @Test
    void floatsAreMultipliedAndLevelsOfEightBitsBecomeWholeAgain() {
        Picture picture = ramp(256, SampleDepth.FLOAT_32, 255);
        for (int i = 0; i < 256; i++) {
            assertThat(picture.planes().get(0).at(i, 0)).isEqualTo(i);
        }
        Image half = Image.of(1, 1, 1, new float[] {0.3f}, SampleDepth.FLOAT_32);
        assertThat(Pictures.of(half).planes().get(0).at(0, 0)).isEqualTo(76.5f);
    }

    @Test
    void coloursKeepTheirOrder() {
        Image image = Image.of(2, 1, 3, new float[] {0.2f, 0.4f, 0.6f, 0.8f, 1, 0}, SampleDepth.BITS_8);
        Picture picture = Pictures.of(image);
        assertThat(picture.planes().get(0).samples()).containsExactly(51, 102);
        assertThat(picture.planes().get(1).samples()).containsExactly(153, 204);
        assertThat(picture.planes().get(2).samples()).containsExactly(255, 0);
    }

    @Test
    void grayStoredInThreeChannelsKeepsThreePlanesThatAreOne() {
        Image image = Image.of(2, 1, 3, new float[] {0.2f, 0.4f, 0.2f, 0.4f, 0.2f, 0.4f}, SampleDepth.BITS_8);
        Picture picture = Pictures.of(image);
        assertThat(picture.planes()).hasSize(3);
        assertThat(picture.planes().get(2)).isSameAs(picture.planes().get(0));
    }
}
