package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GhostsTest {
    private static final int SIDE = 96;

    private static final Plane SCENE =
            Planes.of(SIDE, SIDE, (x, y) -> 0.5 + 0.25 * Math.sin(0.11 * x + 0.05 * y) + 0.2 * Math.sin(0.17 * y));

    private static final Plane DARK = SCENE.map(v -> 0.6f * v * v);

    /** The dark exposure with a bright square that nobody sees in the other. */
    private static Plane withObject() {
        return Planes.of(SIDE, SIDE, (x, y) -> isObject(x, y) ? 0.9 : Planes.at(DARK, x, y));
    }

    private static boolean isObject(int x, int y) {
        return Math.abs(x - 40) < 9 && Math.abs(y - 50) < 9;
    }

    @Test
    void exposuresOfOneSceneHaveNone() {
        Ghosts ghosts = Ghosts.of(List.of(Planes.image(SCENE), Planes.image(DARK)), 0);
        assertThat(ghosts.isMoved(0)).isFalse();
        assertThat(ghosts.isMoved(1)).isFalse();
    }

    @Test
    void aThingOfOneExposureIsReplacedInItsBrightness() {
        Ghosts ghosts = Ghosts.of(List.of(Planes.image(SCENE), Planes.image(withObject())), 0);
        assertThat(ghosts.reference()).isZero();
        assertThat(ghosts.isMoved(0)).isFalse();
        assertThat(ghosts.isMoved(1)).isTrue();
        Plane values = withObject();
        ghosts.replace(1, 0, values, SCENE);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                float difference = Math.abs(Planes.at(values, x, y) - Planes.at(DARK, x, y));
                // The corners of the thing are replaced in part.
                boolean corner = isObject(x, y) && Math.hypot(x - 40, y - 50) > 8;
                assertThat(difference).as("%d, %d", x, y).isLessThan(corner ? 0.5f : 0.1f);
            }
        }
        assertThat(Planes.at(values, 90, 10)).isEqualTo(Planes.at(DARK, 90, 10));
    }

    @Test
    void nobodyLooksForThem() {
        Ghosts none = Ghosts.none(2);
        assertThat(none.isMoved(0)).isFalse();
        assertThat(none.isMoved(1)).isFalse();
    }
}
