package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final double[] GAINS = {0.5, 0.8, 1.2, 1.7, 2.4, 3.4};

    private static Plane fused(String words, List<Image> sources) throws Exception {
        Dominability dominability =
                Blending.defaultDominability(Optional.of(Task.MULTI_EXPOSURE)).with(words);
        Blending blending = new Blending(Optional.of(Task.MULTI_EXPOSURE), dominability, false, false);
        return Blended.of(blending, Sources.opaque(sources.toArray(Image[]::new)), List.of())
                .channels()
                .get(0);
    }

    /** The person is at another place in each, and each is off by another part of a pixel. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6})
    void aPersonIsThereOnce(int count) throws Exception {
        List<Image> sources = new ArrayList<>();
        List<Image> empty = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            sources.add(MovingScene.exposed(MovingScene.with(column(m)), GAINS[m], m % 3 / 3.0));
            empty.add(MovingScene.exposed(MovingScene.BACKGROUND, GAINS[m], m % 3 / 3.0));
        }
        Plane background = fused("uniform, softmax", empty);
        double[] with = persons(fused("uniform, softmax", sources), background, count);
        double[] without = persons(fused("uniform, softmax, no-ghosts", sources), background, count);
        assertThat(Arrays.stream(with).filter(person -> person > 0.3)).hasSize(1);
        assertThat(Arrays.stream(with).filter(person -> person > 0.03)).hasSize(1);
        assertThat(Arrays.stream(without).filter(person -> person > 0.03)).hasSizeGreaterThan(1);
    }

    private static int column(int source) {
        return 40 + 60 * source;
    }

    /** By how much the places of persons are brighter than without them. */
    private static double[] persons(Plane fused, Plane background, int count) {
        return IntStream.range(0, count)
                .mapToDouble(m -> MovingScene.mean(fused, MovingScene.person(column(m)))
                        - MovingScene.mean(background, MovingScene.person(column(m))))
                .toArray();
    }

    /** However rich in edges it is. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1})
    void anAlignmentThatIsOffByAPixelMovesNothing(double pixels) throws Exception {
        Plane stripes =
                Planes.of(MovingScene.WIDTH, MovingScene.HEIGHT, (x, y) -> (x / 5 + y / 7) % 2 == 0 ? 0.25 : 0.75);
        List<Image> sources = List.of(
                MovingScene.exposed(stripes, 1, 0),
                MovingScene.exposed(stripes, 1.5, pixels),
                MovingScene.exposed(stripes, 0.6, pixels / 2));
        assertThat(fused("uniform, softmax", sources))
                .usingRecursiveComparison()
                .isEqualTo(fused("uniform, softmax, no-ghosts", sources));
    }

    /** Blue hardly counts in luma. */
    @Test
    void motionThatOnlyBlueShowsIsFound() {
        Image rest = MovingScene.blue(MovingScene.BACKGROUND, MovingScene.BACKGROUND);
        Image moved = MovingScene.blue(MovingScene.BACKGROUND, MovingScene.with(180));
        assertThat(Ghosts.of(List.of(rest, moved), OPAQUE, 0).isMoved(1)).isTrue();
        assertThat(Ghosts.of(List.of(rest, rest), OPAQUE, 0).isMoved(1)).isFalse();
    }

    @Test
    void whatHasNoDataHasNotMoved() {
        Plane alpha = Planes.of(SIDE, SIDE, (x, y) -> y < 48 ? 0 : 1);
        List<Image> sources = List.of(Planes.image(SCENE), Planes.image(withObject()));
        for (List<Optional<Plane>> alphas : List.of(
                List.of(Optional.of(alpha), Optional.<Plane>empty()),
                List.of(Optional.<Plane>empty(), Optional.of(alpha)))) {
            assertThat(Ghosts.of(sources, alphas, 0).isMoved(1)).isFalse();
        }
    }

    /** What lies beneath has no say in the tone curve either. */
    @Test
    void theCurveFollowsFromWhatBothShow() {
        Plane alpha = Planes.of(SIDE, SIDE, (x, y) -> y < 32 ? 0 : 1);
        Plane covered = Planes.of(SIDE, SIDE, (x, y) -> y < 32 ? 1 : Planes.at(DARK, x, y));
        Ghosts ghosts = Ghosts.of(
                List.of(Planes.image(SCENE), Planes.image(covered)), List.of(Optional.empty(), Optional.of(alpha)), 0);
        assertThat(ghosts.isMoved(1)).isFalse();
    }
}
