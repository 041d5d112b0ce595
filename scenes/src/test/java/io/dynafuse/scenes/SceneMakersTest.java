package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of the scenes of every maker. */
class SceneMakersTest {
    static Stream<SceneMaker> makers() {
        return Stream.of(
                SceneMakers.of(Task.MULTI_FOCUS),
                SceneMakers.of(Task.MULTI_FOCUS, 5),
                SceneMakers.of(Task.MULTI_EXPOSURE),
                SceneMakers.of(Task.MULTI_EXPOSURE, 3),
                SceneMakers.of(Task.VISIBLE_INFRARED),
                SceneMakers.medical(MedicalPair.MRI_CT),
                SceneMakers.medical(MedicalPair.MRI_PET));
    }

    @ParameterizedTest
    @MethodSource("makers")
    void theSameSeedGivesTheSameSceneAndAnotherSeedAnother(SceneMaker maker) {
        List<float[]> first = values(maker.make(40, 33, 5));
        List<float[]> again = values(maker.make(40, 33, 5));
        List<float[]> other = values(maker.make(40, 33, 6));
        for (int i = 0; i < first.size(); i++) {
            assertThat(again.get(i)).containsExactly(first.get(i));
            assertThat(other.get(i)).isNotEqualTo(first.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("makers")
    void manyThreadsMakeWhatOneMakes(SceneMaker maker) {
        List<SyntheticScene> together = LongStream.range(0, 8)
                .parallel()
                .mapToObj(seed -> maker.make(24, 24, seed))
                .toList();
        for (int seed = 0; seed < together.size(); seed++) {
            assertThat(values(together.get(seed)).get(1))
                    .containsExactly(values(maker.make(24, 24, seed)).get(1));
        }
    }

    @ParameterizedTest
    @MethodSource("makers")
    void anySizeIsMade(SceneMaker maker) {
        for (int[] size : new int[][] {{16, 16}, {17, 90}, {130, 16}}) {
            SyntheticScene scene = maker.make(size[0], size[1], 3);
            assertThat(scene.roles()).isEqualTo(maker.roles());
            assertThat(scene.task()).isEqualTo(maker.task());
            assertThat(scene.sources())
                    .allMatch(image -> image.width() == size[0] && image.height() == size[1])
                    .allMatch(image -> image.depth() == SampleDepth.BITS_8);
        }
    }

    @ParameterizedTest
    @MethodSource("makers")
    void sourcesShowSomethingAndNotTheSame(SceneMaker maker) {
        for (int seed = 0; seed < 10; seed++) {
            List<float[]> values = values(maker.make(64, 64, seed));
            assertThat(values).allMatch(image -> deviation(image) > 0.01);
            assertThat(values.get(0)).isNotEqualTo(values.get(1));
        }
    }

    @Test
    void truthIsKnownOfFocusAndExposureOnly() {
        assertThat(makers())
                .allMatch(maker -> maker.make(20, 20, 1).truth().isPresent()
                        == (maker.task() == Task.MULTI_FOCUS || maker.task() == Task.MULTI_EXPOSURE));
    }

    @ParameterizedTest
    @MethodSource("makers")
    void sizesOutOfRangeAreRefused(SceneMaker maker) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> maker.make(15, 40, 1))
                .withMessage("expected a scene of 16 to 16384 pixels a side, found 15x40");
        assertThatIllegalArgumentException().isThrownBy(() -> maker.make(40, 16_385, 1));
    }

    @ParameterizedTest
    @CsvSource({"MULTI_FOCUS, 1", "MULTI_FOCUS, 17", "MULTI_EXPOSURE, 0", "VISIBLE_INFRARED, 3", "MEDICAL, 1"})
    void numbersOfSourcesThatNoTaskHasAreRefused(Task task, int sources) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SceneMakers.of(task, sources))
                .withMessageContaining("sources, found " + sources);
    }

    @Test
    void rolesAreNamed() {
        assertThat(SceneMakers.of(Task.MULTI_FOCUS).roles()).containsExactly("near", "far");
        assertThat(SceneMakers.of(Task.MULTI_FOCUS, 3).roles()).containsExactly("focus-1", "focus-2", "focus-3");
        assertThat(SceneMakers.of(Task.MULTI_EXPOSURE).roles()).containsExactly("under", "over");
        assertThat(SceneMakers.of(Task.VISIBLE_INFRARED).roles()).containsExactly("visible", "infrared");
        assertThat(SceneMakers.of(Task.MEDICAL).roles()).containsExactly("mri", "ct");
        assertThat(SceneMakers.medical(MedicalPair.MRI_PET).roles()).containsExactly("mri", "pet");
    }

    private static List<float[]> values(SyntheticScene scene) {
        return Stream.concat(scene.sources().stream(), scene.truth().stream())
                .map(Image::values)
                .toList();
    }

    private static double deviation(float[] values) {
        double mean = 0;
        double squares = 0;
        for (float value : values) {
            mean += value / values.length;
            squares += (double) value * value / values.length;
        }
        return Math.sqrt(Math.max(0, squares - mean * mean));
    }
}
