package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class ViridisTest {
    @Test
    void theEndsAndAnAnchorAreExact() {
        assertThat(Viridis.rgb(0)).containsExactly(0x44 / 255f, 0x01 / 255f, 0x54 / 255f);
        assertThat(Viridis.rgb(1)).containsExactly(0xfd / 255f, 0xe7 / 255f, 0x25 / 255f);
        assertThat(Viridis.rgb(3 / 9f))
                .containsExactly(new float[] {0x31 / 255f, 0x68 / 255f, 0x8e / 255f}, within(1e-6f));
    }

    /** The map of 256 colours as matplotlib publishes it says (33, 145, 140) in the middle. */
    @Test
    void theMiddleIsWhatTheFullMapSays() {
        Image painted = Viridis.colour(Image.of(1, 1, 1, new float[] {0.5f}, SampleDepth.FLOAT_32));

        int[] levels = HandMade.levels(painted, 255);
        assertThat(levels[0]).isCloseTo(33, within(2));
        assertThat(levels[1]).isCloseTo(145, within(2));
        assertThat(levels[2]).isCloseTo(140, within(2));
        assertThat(painted.depth()).isEqualTo(SampleDepth.BITS_8);
    }

    @Property
    void brighterMeansGreater(
            @ForAll @FloatRange(min = 0, max = 1) float one, @ForAll @FloatRange(min = 0, max = 1) float other) {
        float lumaOfSmaller = Bt601.luma(Viridis.rgb(Math.min(one, other)))[0];
        float lumaOfGreater = Bt601.luma(Viridis.rgb(Math.max(one, other)))[0];

        assertThat(lumaOfSmaller).isLessThanOrEqualTo(lumaOfGreater + 1e-6f);
    }

    @Test
    void valuesBeyondTheEndsTakeTheColourOfTheEnd() {
        assertThat(Viridis.rgb(-3)).isEqualTo(Viridis.rgb(0));
        assertThat(Viridis.rgb(3)).isEqualTo(Viridis.rgb(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Viridis.rgb(Float.NaN));
    }

    @Test
    void everyPixelIsPaintedWhereItLies() {
        Image painted = Viridis.colour(Image.of(2, 2, 1, new float[] {0, 1, 1, 0}, SampleDepth.BITS_8));

        assertThat(HandMade.levels(painted, 255))
                .containsExactly(0x44, 0xfd, 0xfd, 0x44, 0x01, 0xe7, 0xe7, 0x01, 0x54, 0x25, 0x25, 0x54);
        assertThatIllegalArgumentException().isThrownBy(() -> Viridis.colour(painted));
    }
}
