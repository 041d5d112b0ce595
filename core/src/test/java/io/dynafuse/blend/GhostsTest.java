package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GhostsTest {
    private static final int SIDE = 96;

    private static final Plane SCENE =
            Planes.of(SIDE, SIDE, (x, y) -> 0.5 + 0.25 * Math.sin(0.11 * x + 0.05 * y) + 0.2 * Math.sin(0.17 * y));

    private static final Plane DARK = SCENE.map(v -> 0.6f * v * v);

    private static final List<Optional<Plane>> OPAQUE = List.of(Optional.empty(), Optional.empty());

    /** The dark exposure with a square, in the darkest part of the scene, that is not in the other. */
    private static Plane withObject() {
        return Planes.of(SIDE, SIDE, (x, y) -> isObject(x, y) ? 0.5 : Planes.at(DARK, x, y));
    }

    private static boolean isObject(int x, int y) {
        return Math.abs(x - 30) < 9 && Math.abs(y - 28) < 9;
    }

    @Test
    void exposuresOfOneSceneHaveNone() {
        Ghosts ghosts = Ghosts.of(List.of(Planes.image(SCENE), Planes.image(DARK)), OPAQUE, 0);
        assertThat(ghosts.isMoved(0)).isFalse();
        assertThat(ghosts.isMoved(1)).isFalse();
    }

    @Test
    void aThingOfOneExposureIsReplacedInItsBrightness() {
        Ghosts ghosts = Ghosts.of(List.of(Planes.image(SCENE), Planes.image(withObject())), OPAQUE, 0);
        assertThat(ghosts.reference()).isZero();
        assertThat(ghosts.isMoved(0)).isFalse();
        assertThat(ghosts.isMoved(1)).isTrue();
        Plane values = Luma.of(ghosts.replaced(1, Planes.image(withObject()), Planes.image(SCENE)));
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assertThat(Planes.at(values, x, y)).isCloseTo(Planes.at(DARK, x, y), within(0.02f));
            }
        }
        assertThat(Planes.at(values, 90, 80)).isCloseTo(Planes.at(DARK, 90, 80), within(1e-5f));
    }

    @Test
    void nobodyLooksForThem() {
        Ghosts none = Ghosts.none(2);
        assertThat(none.isMoved(0)).isFalse();
        assertThat(none.isMoved(1)).isFalse();
    }
}
