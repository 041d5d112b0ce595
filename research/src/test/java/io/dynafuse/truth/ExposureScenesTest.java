package io.dynafuse.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureScenesTest {
    private static final ExposureScenes TWO_STOPS = new ExposureScenes(List.of(-2.0, 2.0));

    private static final int[] RAMP = {0, 5, 10, 32, 64, 96, 128, 160, 192, 224, 255};

    /** By the formulas of IEC 61966-2-1, worked out elsewhere. */
    @Test
    void aRampOfGrayIsExposedAsWorkedOut() {
        ExposureScenes scenes = new ExposureScenes(List.of(-2.0, -1.0, 0.0, 1.0, 2.0));
        List<Image> sources = scenes.scene("ramp", ramp(1), 0).sources();
        assertThat(levels(sources.get(0))).containsExactly(0, 1, 3, 12, 30, 48, 66, 84, 102, 120, 137);
        assertThat(levels(sources.get(1))).containsExactly(0, 3, 5, 20, 44, 68, 92, 116, 140, 164, 188);
        assertThat(levels(sources.get(2))).containsExactly(RAMP);
        assertThat(levels(sources.get(3))).containsExactly(0, 10, 18, 47, 90, 133, 176, 218, 255, 255, 255);
        assertThat(levels(sources.get(4))).containsExactly(0, 18, 29, 68, 125, 182, 239, 255, 255, 255, 255);
    }

    @Test
    void keeps16Bits() {
        Image image = Image.of(4, 1, 1, new float[] {0, 1000 / 65535f, 32768 / 65535f, 1}, SampleDepth.BITS_16);
        Image under = TWO_STOPS.scene("deep", image, 0).sources().get(0);
        assertThat(under.depth()).isEqualTo(SampleDepth.BITS_16);
        float[] values = under.values();
        int[] expected = {0, 250, 16809, 35199};
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.round(values[i] * 65535)).isEqualTo(expected[i]);
        }
    }

    @Test
    void coloursAreExposedOneByOne() {
        Image source = TWO_STOPS.scene("colour", ramp(3), 0).sources().get(1);
        int[] levels = levels(source);
        assertThat(source.channels()).isEqualTo(3);
        // The second channel is the ramp backwards, the third black.
        assertThat(levels).startsWith(0, 18, 29, 68, 125, 182, 239, 255, 255, 255, 255, 255, 255, 255, 255, 239);
        assertThat(levels).endsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1, 3", "7, 3, 3"})
    void theTruthIsThePhotograph(int width, int height, int channels) {
        Image photograph = TestImages.textured(width, height, channels, SampleDepth.BITS_8);
        TruthScenes.Scene scene = TWO_STOPS.scene("any", photograph, 0);
        assertThat(scene.truth()).isSameAs(photograph);
        assertThat(scene.name()).isEqualTo("any");
        assertThat(scene.sources()).hasSize(2).allMatch(source -> source.channels() == channels);
    }

    @Test
    void namesItsSources() {
        assertThat(TWO_STOPS.sourceNames()).containsExactly("under", "over");
        assertThat(new ExposureScenes(List.of(2.0, -2.0)).sourceNames()).containsExactly("exposure-1", "exposure-2");
        assertThat(new ExposureScenes(List.of(-1.0, 0.0, 1.0)).sourceNames())
                .containsExactly("exposure-1", "exposure-2", "exposure-3");
    }

    @Test
    void refusesValuesThatMakeNoScene() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExposureScenes(List.of(1.0)))
                .withMessage("expected 2 or more exposure values, found 1");
        for (double stops : new double[] {17, -16.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ExposureScenes(List.of(0.0, stops)))
                    .withMessage("expected exposure values from -16 to 16, found " + stops);
        }
    }

    private static Image ramp(int channels) {
        float[] values = new float[RAMP.length * channels];
        for (int i = 0; i < RAMP.length; i++) {
            values[i] = RAMP[i] / 255f;
            if (channels == 3) {
                values[2 * RAMP.length - 1 - i] = RAMP[i] / 255f;
            }
        }
        return Image.of(RAMP.length, 1, channels, values, SampleDepth.BITS_8);
    }

    private static int[] levels(Image image) {
        float[] values = image.values();
        int[] levels = new int[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(values[i] * 255);
        }
        return levels;
    }
}
