package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ToneCurveTest {
    private static final float LEVEL = 1 / 255f;

    /** Every level once. */
    private static Plane ramp() {
        return Planes.of(256, 1, (x, y) -> x / 255.0);
    }

    @Test
    void anImageBecomesItself() {
        ToneCurve curve = ToneCurve.between(ramp(), ramp());
        for (float value : new float[] {0, 0.2f, 0.5f, 0.75f, 1}) {
            assertThat(curve.of(value)).isCloseTo(value, within(1e-6f));
        }
    }

    @Test
    void findsTheCurveThatMadeAnImageOfAnother() {
        Plane scene = Planes.random(120, 100, 1);
        ToneCurve darker = ToneCurve.between(scene, scene.map(v -> 0.5f * v));
        ToneCurve curved = ToneCurve.between(scene, scene.map(v -> v * v));
        ToneCurve back = ToneCurve.between(scene.map(v -> v * v), scene);
        for (float value = 0.1f; value < 0.95f; value += 0.05f) {
            assertThat(darker.of(value)).isCloseTo(0.5f * value, within(LEVEL));
            assertThat(curved.of(value)).isCloseTo(value * value, within(LEVEL));
            assertThat(back.of(value)).isCloseTo((float) Math.sqrt(value), within(2 * LEVEL));
        }
    }

    /** The darker half of two levels becomes what a quarter of the ramp is darker than, the brighter one the third quarter. */
    @Test
    void aLevelOfManyPixelsBecomesTheMiddleOfTheirs() {
        ToneCurve curve = ToneCurve.between(Planes.of(256, 1, (x, y) -> x < 128 ? 0.2 : 0.6), ramp());
        assertThat(curve.of(0.2f)).isCloseTo(0.25f, within(LEVEL));
        assertThat(curve.of(0.6f)).isCloseTo(0.75f, within(LEVEL));
    }

    @Test
    void knowsHistogramsAndNoPlaces() {
        Plane scene = Planes.random(64, 64, 2);
        Plane turned = Planes.of(64, 64, (x, y) -> Planes.at(scene, 63 - x, y));
        ToneCurve curve = ToneCurve.between(scene, turned);
        for (float value = 0.05f; value < 1; value += 0.1f) {
            assertThat(curve.of(value)).isCloseTo(value, within(1e-6f));
        }
    }

    @Test
    void whatIsOutsideOfTheRangeIsAtItsEnd() {
        ToneCurve curve = ToneCurve.between(ramp(), ramp().map(v -> 0.25f + 0.5f * v));
        assertThat(curve.of(-1)).isEqualTo(curve.of(0));
        assertThat(curve.of(2)).isEqualTo(curve.of(1));
    }
}
