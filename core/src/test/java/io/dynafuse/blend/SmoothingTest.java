package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SmoothingTest {
    @Test
    void spreadsADotLikeTheNormalDistribution() {
        Plane dot = Plane.zeros(41, 41);
        dot.values()[20 * 41 + 20] = 1;
        Plane spread = Smoothing.gaussian(dot, 3);
        double sum = 0;
        for (float value : spread.values()) {
            sum += value;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        // 1 / (2π·3²), and e^(−(2² + 1²) / (2·3²)) of it two pixels to the right and one below.
        assertThat(spread.values()[20 * 41 + 20]).isCloseTo(0.017684f, within(3e-5f));
        assertThat(spread.values()[21 * 41 + 22]).isCloseTo(0.013395f, within(3e-5f));
    }

    @Test
    void keepsOneColourUpToTheBorder() {
        for (float value : Smoothing.gaussian(Plane.filled(9, 2, 0.5f), 4).values()) {
            assertThat(value).isCloseTo(0.5f, within(1e-6f));
        }
    }

    @Property(tries = 40)
    void aBoxIsTheMeanOfWhatLiesInIt(
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 0, max = 9) int radius,
            @ForAll long seed) {
        Plane plane = Planes.random(width, height, seed);
        Plane box = Smoothing.box(Band.whole(plane), radius).plane();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(box.values()[y * width + x]).isCloseTo(mean(plane, x, y, radius), within(1e-5f));
            }
        }
    }

    /** Rows are computed in bands if there are many: that must not show. */
    @Test
    void aBoxOfALargePlaneHasNoSeams() {
        Plane plane = Planes.random(500, 300, 5);
        Plane box = Smoothing.box(Band.whole(plane), 7).plane();
        for (int y = 0; y < 300; y += 13) {
            assertThat(box.values()[y * 500 + 250]).isCloseTo(mean(plane, 250, y, 7), within(1e-5f));
        }
    }

    private static float mean(Plane plane, int x, int y, int radius) {
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - radius); v <= Math.min(plane.height() - 1, y + radius); v++) {
            for (int u = Math.max(0, x - radius); u <= Math.min(plane.width() - 1, x + radius); u++) {
                sum += plane.values()[v * plane.width() + u];
                count++;
            }
        }
        return (float) (sum / count);
    }

    @Test
    void mirrorsAtTheOutermostPixels() {
        int[] expected = {2, 1, 0, 1, 2, 3, 2, 1, 0};
        for (int i = 0; i < expected.length; i++) {
            assertThat(Smoothing.mirrored(i - 2, 4)).isEqualTo(expected[i]);
        }
        assertThat(Smoothing.mirrored(-5, 1)).isZero();
    }

    /** An edge of the guide is kept, and noise beside it goes. */
    @Test
    void edgesOfTheGuideAreKept() {
        int width = 60;
        Plane guide = Plane.zeros(width, 40);
        Plane noisy = Planes.random(width, 40, 3);
        for (int i = 0; i < guide.values().length; i++) {
            boolean right = i % width >= 30;
            guide.values()[i] = right ? 1 : 0;
            noisy.values()[i] = (right ? 0.8f : 0.1f) + 0.1f * noisy.values()[i];
        }
        Plane smooth = new EdgeAware(Band.whole(guide), 6, 1e-4)
                .smooth(Band.whole(noisy))
                .plane();
        assertThat(smooth.values()[20 * width + 29]).isCloseTo(0.15f, within(0.02f));
        assertThat(smooth.values()[20 * width + 30]).isCloseTo(0.85f, within(0.02f));
    }
}
