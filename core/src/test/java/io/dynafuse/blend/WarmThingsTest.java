package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WarmThingsTest {
    private static final int SIDE = 120;

    private static Plane disc(double background, double warm) {
        return Planes.of(SIDE, SIDE, (x, y) -> Math.hypot(x - 60, y - 60) < 8 ? warm : background);
    }

    @Test
    void aWarmDiscIsOneAndNothingElse() {
        Plane share = WarmThings.of(LazyPlane.of(disc(0.2, 0.8))).share().plane();
        assertThat(Planes.at(share, 60, 60)).isGreaterThan(0.95f);
        assertThat(Planes.at(share, 64, 58)).isGreaterThan(0.95f);
        assertThat(Planes.at(share, 20, 20)).isZero();
        assertThat(Planes.at(share, 60, 80)).isLessThan(0.01f);
    }

    @Test
    void itsSurroundingsReachThroughIt() {
        Plane surroundings = WarmThings.of(LazyPlane.of(disc(0.2, 0.8)))
                .surroundings()
                .kept()
                .plane();
        assertThat(Planes.at(surroundings, 60, 60)).isCloseTo(0.2f, within(0.01f));
        assertThat(Planes.at(surroundings, 10, 100)).isCloseTo(0.2f, within(0.01f));
    }

    @Test
    void coldAndWideThingsAreNot() {
        for (Plane plane : new Plane[] {
            Plane.filled(SIDE, SIDE, 0.7f), disc(0.8, 0.2), Planes.of(SIDE, SIDE, (x, y) -> x < 60 ? 0.2 : 0.8)
        }) {
            for (float value :
                    WarmThings.of(LazyPlane.of(plane)).share().plane().values()) {
                assertThat(value).isLessThan(0.01f);
            }
        }
    }

    /** No value is far from the others. */
    @Test
    void aSceneOfManyWarmPlacesHasNone() {
        Plane stripes = Planes.of(SIDE, SIDE, (x, y) -> 0.5 + 0.3 * Math.sin(0.3 * x));
        assertThat(WarmThings.of(LazyPlane.of(stripes)).share().plane().values())
                .containsOnly(0);
    }

    @Test
    void windowsGrowWithLargeImages() {
        assertThat(WarmThings.scale(100, 200)).isEqualTo(1);
        assertThat(WarmThings.scale(960, 480)).isEqualTo(2);
    }
}
