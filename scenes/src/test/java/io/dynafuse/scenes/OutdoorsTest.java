package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.image.Image;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenes in a light that is asked for. */
class OutdoorsTest {
    private static SyntheticScene scene(Outdoors outdoors, long seed) {
        return SceneMakers.outdoors(outdoors).make(96, 64, seed);
    }

    private static double brightness(Image image) {
        double sum = 0;
        for (float value : image.values()) {
            sum += value;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6})
    void theSameStreetIsSeenInEveryLight(long seed) {
        SyntheticScene day = scene(Outdoors.BUSY.in(Illumination.DAY), seed);
        SyntheticScene noon = scene(Outdoors.BUSY.inDarkness(0), seed);
        SyntheticScene night = scene(Outdoors.BUSY.inDarkness(6), seed);
        assertThat(noon.sources().get(0).values())
                .isEqualTo(day.sources().get(0).values());
        for (SyntheticScene other : List.of(noon, night)) {
            assertThat(other.sources().get(1).values())
                    .isEqualTo(day.sources().get(1).values());
        }
        assertThat(night.things()).isEqualTo(day.things());
        assertThat(night.illumination()).contains(Illumination.NIGHT);
        assertThat(brightness(night.sources().get(0)))
                .isLessThan(brightness(day.sources().get(0)));
    }

    @Test
    void darknessHasLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outdoors.BUSY.inDarkness(-1))
                .withMessage("expected 0 to 10, found -1.0");
    }
}
