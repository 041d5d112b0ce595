package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlurRangeTest {
    private static final int SIDE = 96;

    private static BlurRange range(Plane plane) {
        return BlurRange.of(Planes.image(plane), 1, Optional.empty());
    }

    private static float largest(Plane plane) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : plane.values()) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** Windows change nothing there. */
    @Test
    void evenImagesDifferByWhatTheyDiffer() {
        Plane difference = range(Plane.filled(SIDE, SIDE, 0.7f)).difference(range(Plane.filled(SIDE, SIDE, 0.25f)));
        for (float value : difference.values()) {
            assertThat(value).isCloseTo(0.45f, within(1e-4f));
        }
    }

    /** A square window of light, which is none of the windows that are looked at. */
    @Test
    void blurredLightIsNoDifferenceWhicheverIsBlurred() {
        Plane sharp = Planes.of(SIDE, SIDE, (x, y) -> (x / 12 + y / 16) % 2 == 0 ? 0.1 : 0.9);
        for (int radius : new int[] {1, 3, 6, 12}) {
            Plane blurred = Smoothing.box(Band.whole(sharp.map(v -> v * v)), radius)
                    .plane()
                    .map(v -> (float) Math.sqrt(Math.max(0, v)));
            assertThat(largest(range(sharp).difference(range(blurred)))).isLessThan(0.04f);
            assertThat(range(blurred).difference(range(sharp)))
                    .usingRecursiveComparison()
                    .isEqualTo(range(sharp).difference(range(blurred)));
        }
    }

    @Test
    void noiseIsNoDifference() {
        Plane noisy = Planes.random(SIDE, SIDE, 3).map(v -> 0.4f + 0.1f * v);
        Plane other = Planes.random(SIDE, SIDE, 4).map(v -> 0.4f + 0.1f * v);
        assertThat(largest(range(noisy).difference(range(other)))).isLessThan(0.01f);
    }

    @Test
    void nothingDiffersFromWhatIsNotThere() {
        Plane alpha = Planes.of(SIDE, SIDE, (x, y) -> x < 40 ? 0 : 1);
        Plane difference = BlurRange.of(Planes.image(Plane.filled(SIDE, SIDE, 0.7f)), 2, Optional.of(alpha))
                .difference(BlurRange.of(Planes.image(Plane.filled(SIDE, SIDE, 0.25f)), 2, Optional.empty()));
        assertThat(difference.width()).isEqualTo(SIDE / 2);
        assertThat(Planes.at(difference, 10, 20)).isZero();
        assertThat(Planes.at(difference, 40, 20)).isCloseTo(0.45f, within(1e-4f));
    }
}
