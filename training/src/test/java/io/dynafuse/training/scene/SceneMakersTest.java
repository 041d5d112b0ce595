package io.dynafuse.training.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.model.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneMakersTest {
    @ParameterizedTest
    @EnumSource(names = {"MULTI_FOCUS", "MULTI_EXPOSURE"})
    void sameSeedGivesSameSceneAndAnotherSeedAnother(Task task) {
        Scene first = SceneMakers.of(task).make(40, 33, 5);
        Scene again = SceneMakers.of(task).make(40, 33, 5);
        Scene other = SceneMakers.of(task).make(40, 33, 6);
        assertThat(values(again)).isEqualTo(values(first));
        assertThat(values(other)[0]).isNotEqualTo(values(first)[0]);
    }

    private static float[][] values(Scene scene) {
        return scene.sources().stream().map(Image::values).toArray(float[][]::new);
    }
}
