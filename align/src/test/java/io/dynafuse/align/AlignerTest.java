package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlignerTest {
    private static final int WIDTH = 200;
    private static final int HEIGHT = 150;
    private static final Transform SHEARED = Transform.of(1.02, -0.03, 6, 0.05, 0.97, -4, 0, 0, 1);

    private static double error(Transform found, Transform truth) {
        return found.cornerDistance(truth, WIDTH, HEIGHT);
    }

    private static Motion found(Image reference, Image moved) {
        return Aligner.DEFAULT.align(List.of(reference, moved)).motions().get(1);
    }

    /** A motion takes pixels of the moved camera to the plane; pixels of the reference are the plane. */
    private static Motion found(long seed, Transform motion) {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, seed);
        return found(leaves.seen(Transform.IDENTITY, WIDTH, HEIGHT), leaves.seen(motion.inverse(), WIDTH, HEIGHT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsAffineMotionsOfOneContrastToATenthOfAPixel(long seed) {
        Motion motion = found(seed, SHEARED);
        assertThat(motion.distrust()).isEmpty();
        assertThat(error(motion.transform(), SHEARED)).isLessThan(0.1);
        assertThat(motion.agreement()).isGreaterThan(0.9).isGreaterThan(motion.agreementBefore());
        assertThat(motion.distance()).isCloseTo(error(SHEARED, Transform.IDENTITY), Offset.offset(0.1));
    }

    @Test
    void findsMotionsThoughContrastTurnsOver() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 5);
        Image reference = leaves.seen(Transform.IDENTITY, WIDTH, HEIGHT);
        Image moved = Leaves.toned(leaves.seen(SHEARED.inverse(), WIDTH, HEIGHT), value -> Math.abs(0.55 - value));
        Motion motion = found(reference, moved);
        assertThat(motion.distrust()).isEmpty();
        assertThat(error(motion.transform(), SHEARED)).isLessThan(0.5);
    }

    @ParameterizedTest
    @CsvSource({"90, 1", "180, 1", "-90, 1", "0, 1.8", "0, 0.6", "12, 1.2", "-25, 1"})
    void findsTurnsAndScales(double degrees, double scale) {
        Transform motion = Transform.similarity(degrees, scale, (WIDTH - 1) / 2.0, (HEIGHT - 1) / 2.0);
        Motion found = found(6, motion);
        assertThat(found.distrust()).isEmpty();
        // A third of the reference is seen at worst, and errors grow towards its corners.
        assertThat(error(found.transform(), motion)).isLessThan(1);
    }

    @Test
    void takesTheSimplestModelThatDoesAsWell() {
        assertThat(found(7, Transform.translation(5.4, -3.3)).model()).isEqualTo(MotionModel.TRANSLATION);
        assertThat(found(7, Transform.similarity(3, 1.03, 60, 50)).model()).isEqualTo(MotionModel.SIMILARITY);
        assertThat(found(7, SHEARED).model()).isEqualTo(MotionModel.AFFINE);
        assertThat(found(7, Transform.of(1, 0, 3, 0, 1, 2, 0.0004, -0.0003, 1)).model())
                .isEqualTo(MotionModel.HOMOGRAPHY);
    }

    @Test
    void keepsToAModelThatIsGiven() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 8);
        List<Image> sources =
                List.of(leaves.seen(Transform.IDENTITY, WIDTH, HEIGHT), leaves.seen(SHEARED.inverse(), WIDTH, HEIGHT));
        for (MotionModel model : MotionModel.values()) {
            Motion motion =
                    Aligner.DEFAULT.model(model).align(sources).motions().get(1);
            assertThat(motion.model()).isEqualTo(model);
            double[] rows = motion.transform().rows();
            if (model.compareTo(MotionModel.AFFINE) < 0) {
                assertThat(rows[0]).isCloseTo(rows[4], Offset.offset(1e-9));
            }
            if (model.compareTo(MotionModel.SIMILARITY) < 0) {
                assertThat(rows[1]).isCloseTo(0, Offset.offset(1e-9));
            }
        }
    }

    @Test
    void doesNotMoveWhatLiesOnEachOther() {
        Image image = Leaves.of(WIDTH, HEIGHT, 9).seen(Transform.IDENTITY, WIDTH, HEIGHT);
        Alignment alignment = Aligner.DEFAULT.align(List.of(image, Leaves.toned(image, value -> 1 - value)));
        assertThat(alignment.isStill()).isTrue();
        assertThat(alignment.isTrusted()).isTrue();
    }

    @Test
    void changesNothingWhenItAlignsAgain() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 10);
        List<Image> sources = List.of(
                leaves.seen(Transform.IDENTITY, WIDTH, HEIGHT),
                Leaves.toned(leaves.seen(SHEARED.inverse(), WIDTH, HEIGHT), value -> 1 - value * value));
        List<Image> once = Aligner.DEFAULT.align(sources).apply(sources, Crop.COMMON);
        assertThat(Aligner.DEFAULT.align(once).motions().get(1).distance()).isLessThan(0.1);
    }

    @Test
    void findsTheInverseIfSourcesAreSwapped() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 11);
        Image one = leaves.seen(Transform.IDENTITY, WIDTH, HEIGHT);
        Image other = Leaves.toned(leaves.seen(SHEARED.inverse(), WIDTH, HEIGHT), value -> 1 - value);
        assertThat(error(
                        found(one, other).transform(),
                        found(other, one).transform().inverse()))
                .isLessThan(0.2);
    }

    @Test
    void refusesDifferentScenes() {
        long trusted = IntStream.range(0, 5)
                .filter(pair -> found(
                                Leaves.of(WIDTH, HEIGHT, 100 + pair).seen(Transform.IDENTITY, WIDTH, HEIGHT),
                                Leaves.of(WIDTH, HEIGHT, 200 + pair).seen(Transform.IDENTITY, WIDTH, HEIGHT))
                        .isTrusted())
                .count();
        assertThat(trusted).isZero();
    }

    @Test
    void refusesWhatShowsNothing() {
        Image scene = Leaves.of(WIDTH, HEIGHT, 12).seen(Transform.IDENTITY, WIDTH, HEIGHT);
        Image blank = Leaves.toned(scene, value -> 0.5);
        Random random = new Random(3);
        Image noise = Leaves.toned(scene, value -> random.nextDouble());
        Image pixel = Image.of(1, 1, 1, new float[] {0.5f}, SampleDepth.BITS_8);
        Image strip = Image.of(16_000, 4, 1, new float[64_000], SampleDepth.BITS_8);
        for (Image nothing : List.of(blank, noise, pixel, strip)) {
            assertThat(found(scene, nothing).isTrusted()).isFalse();
            assertThat(found(nothing, scene).isTrusted()).isFalse();
            assertThat(found(nothing, nothing.equals(noise) ? blank : nothing).isTrusted())
                    .isFalse();
        }
    }

    @Test
    void saysWhatItCannotApply() {
        Image scene = Leaves.of(WIDTH, HEIGHT, 13).seen(Transform.IDENTITY, WIDTH, HEIGHT);
        List<Image> sources = List.of(scene, Leaves.toned(scene, value -> 0.5));
        Alignment alignment = Aligner.DEFAULT.align(sources);
        assertThat(alignment.untrusted()).containsExactly(1);
        assertThatThrownBy(() -> alignment.apply(sources, Crop.COMMON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("source 2 cannot be aligned: ");
    }

    @Test
    void alignsAStackWithoutDrift() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 14);
        List<Transform> motions = new ArrayList<>();
        List<Image> stack = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            double scale = 1 + 0.012 * (i - 3);
            Transform motion = Transform.of(scale, 0, 0.7 * (i - 3), 0, scale, -0.4 * (i - 3), 0, 0, 1);
            motions.add(motion);
            stack.add(leaves.seen(motion.inverse(), WIDTH, HEIGHT));
        }
        Alignment alignment = Aligner.DEFAULT.inSequence(true).align(stack);
        assertThat(alignment.reference()).isEqualTo(3);
        assertThat(alignment.isTrusted()).isTrue();
        for (int i = 0; i < stack.size(); i++) {
            assertThat(error(alignment.motions().get(i).transform(), motions.get(i)))
                    .isLessThan(0.15);
            assertThat(alignment.motions().get(i).model()).isIn(MotionModel.BREATHING, MotionModel.TRANSLATION);
        }
    }

    @Test
    void bridgesASourceOfAStackThatShowsNothing() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 15);
        List<Image> stack = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stack.add(leaves.seen(Transform.translation(-2.0 * i, i), WIDTH, HEIGHT));
        }
        stack.set(1, Leaves.toned(stack.get(1), value -> 0.2));
        Alignment alignment = Aligner.DEFAULT.reference(0).inSequence(true).align(stack);
        assertThat(alignment.untrusted()).containsExactly(1);
        assertThat(error(alignment.motions().get(3).transform(), Transform.translation(6, -3)))
                .isLessThan(0.1);
    }

    @Test
    void refusesTooFewSourcesAndReferencesThatAreNone() {
        Image scene = Leaves.of(WIDTH, HEIGHT, 16).seen(Transform.IDENTITY, WIDTH, HEIGHT);
        assertThatThrownBy(() -> Aligner.DEFAULT.align(List.of(scene)))
                .hasMessage("expected 2 or more sources, found 1");
        assertThatThrownBy(() -> Aligner.DEFAULT.reference(2).align(List.of(scene, scene)))
                .hasMessage("expected a reference from 1 to 2, found 3");
        assertThatThrownBy(() -> new Aligner.Around(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noticesWhatIsOffAndNothingElse() {
        Leaves leaves = Leaves.of(WIDTH, HEIGHT, 17);
        Image scene = leaves.seen(Transform.IDENTITY, WIDTH, HEIGHT);
        Image off = Leaves.toned(leaves.seen(Transform.translation(4, -3), WIDTH, HEIGHT), value -> 1 - value);
        assertThat(RegistrationCheck.of(List.of(scene, scene, off))).hasValueSatisfying(offset -> {
            assertThat(offset.source()).isEqualTo(2);
            assertThat(offset.pixels()).isCloseTo(5, Offset.offset(0.3));
        });
        assertThat(RegistrationCheck.of(List.of(scene, Leaves.toned(scene, value -> 1 - value))))
                .isEmpty();
        assertThat(RegistrationCheck.of(
                        List.of(scene, Leaves.of(WIDTH, HEIGHT, 18).seen(Transform.IDENTITY, WIDTH, HEIGHT))))
                .isEmpty();
    }
}
