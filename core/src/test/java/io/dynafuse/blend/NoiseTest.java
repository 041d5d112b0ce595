package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    private static Plane noisy(Plane scene, double deviation) {
        Random random = new Random(7);
        return Planes.of(
                scene.width(), scene.height(), (x, y) -> Planes.at(scene, x, y) + deviation * random.nextGaussian());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.05})
    void isFoundInOneColourAndInASlope(double deviation) {
        Plane gray = Plane.filled(200, 150, 0.5f);
        Plane slope = Planes.of(200, 150, (x, y) -> 0.2 + 0.002 * x + 0.001 * y);
        // The tenth that happens to have least has a seventh less than the whole.
        assertThat(Noise.of(noisy(gray, deviation))).isBetween(0.8 * deviation, 0.95 * deviation);
        assertThat(Noise.of(noisy(slope, deviation))).isBetween(0.8 * deviation, 0.95 * deviation);
    }

    /** A texture of 10 % of the range in nine tenths of the image is no noise. */
    @Test
    void isFoundInTheSmoothestPart() {
        Random random = new Random(3);
        Plane scene = Planes.of(200, 200, (x, y) -> x < 150 ? 0.4 + 0.2 * random.nextFloat() : 0.5);
        assertThat(Noise.of(noisy(scene, 0.01))).isCloseTo(0.01, within(0.001));
    }

    @Test
    void isNothingWithoutNoise() {
        assertThat(Noise.of(Planes.of(60, 40, (x, y) -> 0.1 + 0.01 * x))).isLessThan(1e-6);
    }

    /** There it is cut off. */
    @Test
    void isUnknownInBlackAndWhite() {
        assertThat(Noise.of(Planes.random(60, 40, 1).map(v -> 0.003f * v))).isZero();
        assertThat(Noise.of(Plane.filled(60, 40, 1))).isZero();
    }
}
