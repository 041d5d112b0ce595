package io.dynafuse.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoleGuessTest {
    private static final Image GRAY = flat(1, 0.5f, 0.5f, 0.5f);
    private static final Image RED = flat(3, 0.8f, 0.2f, 0.2f);

    private static Image flat(int channels, float... colour) {
        float[] values = new float[channels * 32 * 32];
        for (int channel = 0; channel < channels; channel++) {
            Arrays.fill(values, channel * 32 * 32, (channel + 1) * 32 * 32, colour[channel]);
        }
        return Image.of(32, 32, channels, values, SampleDepth.BITS_8);
    }

    private static Image gray(float level) {
        return flat(1, level);
    }

    @Test
    void theGrayOneBesideColourIsInfrared() {
        assertThat(RoleGuess.of(Task.VISIBLE_INFRARED, List.of(RED, GRAY)))
                .containsExactly(Optional.of(Role.VISIBLE), Optional.of(Role.INFRARED));
        assertThat(RoleGuess.of(Task.VISIBLE_INFRARED, List.of(GRAY, RED)))
                .containsExactly(Optional.of(Role.INFRARED), Optional.of(Role.VISIBLE));
    }

    @Test
    void twoOfAKindTellNothing() {
        assertThat(RoleGuess.of(Task.VISIBLE_INFRARED, List.of(GRAY, gray(0.1f))))
                .containsOnly(Optional.empty())
                .hasSize(2);
        assertThat(RoleGuess.of(Task.VISIBLE_INFRARED, List.of(RED, RED))).containsOnly(Optional.empty());
        assertThat(RoleGuess.of(Task.VISIBLE_INFRARED, List.of(RED, GRAY, GRAY)))
                .containsOnly(Optional.empty());
        assertThat(RoleGuess.of(Task.MEDICAL, List.of(RED, GRAY))).containsOnly(Optional.empty());
        assertThat(RoleGuess.of(Task.MULTI_FOCUS, List.of(gray(0.2f), gray(0.8f))))
                .containsOnly(Optional.empty());
    }

    @Test
    void theDarkestExposureIsUnderAndTheBrightestOver() {
        assertThat(RoleGuess.of(Task.MULTI_EXPOSURE, List.of(gray(0.8f), gray(0.5f), gray(0.2f))))
                .containsExactly(Optional.of(Role.OVER), Optional.empty(), Optional.of(Role.UNDER));
        assertThat(RoleGuess.of(Task.MULTI_EXPOSURE, List.of(gray(0.50f), gray(0.51f))))
                .containsOnly(Optional.empty());
    }
}
