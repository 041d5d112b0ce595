package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MotionTest {
    private static final int LEFT = 100;
    private static final int RIGHT = 280;
    private static final int MIDDLE = MovingScene.WIDTH / 2;
    private static final int MARGIN = 50;
    /** Borders between sources are softened over a few pixels, and some reach a person's edge. */
    private static final Offset<Float> ALIKE = within(0.05f);

    private static final Image NEAR_AT_LEFT = MovingScene.focused(MovingScene.with(LEFT), 0, MIDDLE);
    private static final Image FAR_AT_RIGHT = MovingScene.focused(MovingScene.with(RIGHT), MIDDLE, MovingScene.WIDTH);

    private static Plane fused(String words, Scene scene) throws Exception {
        Dominability dominability =
                Blending.defaultDominability(Optional.of(Task.MULTI_FOCUS)).with(words);
        return Blended.of(new Blending(Optional.of(Task.MULTI_FOCUS), dominability, false, false), scene, List.of())
                .channels()
                .get(0);
    }

    private static Plane fused(Image... sources) throws Exception {
        return fused("uniform, softmax", Sources.opaque(sources));
    }

    private static Plane withGhosts(Image... sources) throws Exception {
        return fused("uniform, softmax, no-ghosts", Sources.opaque(sources));
    }

    /** Each is sharp where the person stands in it, so that the sharpest of each pixel has both. */
    @Test
    void aPersonIsThereOnce() throws Exception {
        Plane ghosts = withGhosts(NEAR_AT_LEFT, FAR_AT_RIGHT);
        assertThat(persons(ghosts, LEFT, RIGHT)).isGreaterThan(1.9);
        assertThat(persons(fused(NEAR_AT_LEFT, FAR_AT_RIGHT), LEFT, RIGHT)).isBetween(0.95, 1.05);
    }

    /** How many persons are there: 1 for each as bright as one, 0 for the brightness of the background. */
    private static double persons(Plane fused, int... columns) {
        return Arrays.stream(columns)
                .mapToDouble(column -> {
                    int[] pixels = MovingScene.person(column);
                    double background = MovingScene.mean(MovingScene.BACKGROUND, pixels);
                    double person = MovingScene.mean(MovingScene.with(column), pixels);
                    return (MovingScene.mean(fused, pixels) - background) / (person - background);
                })
                .sum();
    }

    @Test
    void allOfAPersonComesFromOneSource() throws Exception {
        Plane fused = fused(NEAR_AT_LEFT, FAR_AT_RIGHT);
        int[] both = Arrays.stream(new int[][] {MovingScene.person(LEFT), MovingScene.person(RIGHT)})
                .flatMapToInt(Arrays::stream)
                .toArray();
        assertThat(List.of(NEAR_AT_LEFT, FAR_AT_RIGHT)).anySatisfy(source -> {
            for (int pixel : both) {
                assertThat(fused.values()[pixel]).isCloseTo(source.values()[pixel], ALIKE);
            }
        });
    }

    /** The places overlap, and a person that is cut in two would be seen most. */
    @Test
    void aPersonThatMovedByLessThanItsWidthIsWhole() throws Exception {
        Image before = MovingScene.focused(MovingScene.with(170), 0, MIDDLE);
        Image after = MovingScene.focused(MovingScene.with(206), MIDDLE, MovingScene.WIDTH);
        Plane fused = fused(before, after);
        assertThat(List.of(before, after)).anySatisfy(source -> {
            for (int column : new int[] {170, 206}) {
                for (int pixel : MovingScene.person(column)) {
                    assertThat(fused.values()[pixel]).isCloseTo(source.values()[pixel], ALIKE);
                }
            }
        });
    }

    @Test
    void nothingChangesFarFromWhatMoved() throws Exception {
        Plane ghosts = withGhosts(NEAR_AT_LEFT, FAR_AT_RIGHT);
        Plane fused = fused(NEAR_AT_LEFT, FAR_AT_RIGHT);
        for (int pixel = 0; pixel < fused.values().length; pixel++) {
            if (MovingScene.isFar(pixel, LEFT, MARGIN) && MovingScene.isFar(pixel, RIGHT, MARGIN)) {
                assertThat(fused.values()[pixel]).isEqualTo(ghosts.values()[pixel]);
            }
        }
    }

    @Test
    void defocusIsNoMotion() throws Exception {
        for (Plane scene : List.of(MovingScene.BACKGROUND, MovingScene.with(MIDDLE))) {
            Image near = MovingScene.focused(scene, 0, MIDDLE);
            Image far = MovingScene.focused(scene, MIDDLE, MovingScene.WIDTH);
            assertThat(motion(near, far).isEmpty()).isTrue();
            assertThat(fused(near, far)).usingRecursiveComparison().isEqualTo(withGhosts(near, far));
        }
    }

    private static Motion motion(Image... sources) {
        return Motion.of(List.of(sources), Collections.nCopies(sources.length, Optional.empty()));
    }

    @Test
    void whoShowsTheSameAsTheReferenceMayWin() {
        Image still = MovingScene.focused(MovingScene.BACKGROUND, 0, MIDDLE);
        Image sharpest = Planes.image(MovingScene.BACKGROUND);
        Image moved = MovingScene.focused(MovingScene.with(LEFT), 0, 0);
        Motion motion = motion(still, moved, sharpest);
        int pixel = 168 * MovingScene.WIDTH + LEFT;
        assertThat(excluded(motion, 0).values()[pixel]).isZero();
        assertThat(excluded(motion, 1).values()[pixel]).isLessThan(-1e30f);
        assertThat(excluded(motion, 2).values()[pixel]).isZero();
        assertThat(Planes.at(excluded(motion, 1), RIGHT, 168)).isZero();
    }

    private static Plane excluded(Motion motion, int source) {
        Band evidence = Band.whole(Plane.zeros(MovingScene.WIDTH, MovingScene.HEIGHT));
        motion.exclude(source, evidence);
        return evidence.plane();
    }

    @Test
    void whatHasNoDataHasNotMoved() {
        Plane alpha = Planes.of(MovingScene.WIDTH, MovingScene.HEIGHT, (x, y) -> x < MIDDLE ? 0 : 1);
        List<Image> sources = List.of(Planes.image(MovingScene.with(LEFT)), Planes.image(MovingScene.BACKGROUND));
        assertThat(motion(sources.toArray(Image[]::new)).isEmpty()).isFalse();
        assertThat(Motion.of(sources, List.of(Optional.of(alpha), Optional.empty()))
                        .isEmpty())
                .isTrue();
        assertThat(Motion.of(sources, List.of(Optional.empty(), Optional.of(alpha)))
                        .isEmpty())
                .isTrue();
    }

    /** A reference without data somewhere has no say there. */
    @Test
    void whereTheReferenceHasNoDataAnotherIsTaken() throws Exception {
        Plane alpha = Planes.of(MovingScene.WIDTH, MovingScene.HEIGHT, (x, y) -> y > 180 && x < 160 ? 0 : 1);
        for (int without = 0; without < 2; without++) {
            List<Optional<Plane>> alphas = without == 0
                    ? List.of(Optional.of(alpha), Optional.of(opaque()))
                    : List.of(Optional.of(opaque()), Optional.of(alpha));
            Plane fused = fused("uniform, softmax", new Sources(List.of(NEAR_AT_LEFT, FAR_AT_RIGHT), alphas));
            Image other = without == 0 ? FAR_AT_RIGHT : NEAR_AT_LEFT;
            int pixel = 200 * MovingScene.WIDTH + LEFT;
            assertThat(fused.values()[pixel]).isEqualTo(other.values()[pixel]);
        }
    }

    private static Plane opaque() {
        return Plane.filled(MovingScene.WIDTH, MovingScene.HEIGHT, 1);
    }
}
