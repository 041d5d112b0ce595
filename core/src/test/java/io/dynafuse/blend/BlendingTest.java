package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlendingTest {
    private static final int WIDTH = 60;
    private static final int HEIGHT = 44;

    private static Image gray(long seed) {
        return Planes.image(Planes.random(WIDTH, HEIGHT, seed));
    }

    private static Image colour(long seed) {
        float[] values = Planes.random(WIDTH, 3 * HEIGHT, seed).values();
        return Image.of(WIDTH, HEIGHT, 3, values, SampleDepth.FLOAT_32);
    }

    private static Blending uniform(Task task) {
        Dominability dominability =
                Blending.defaultDominability(Optional.of(task)).with("uniform, softmax");
        return new Blending(Optional.of(task), dominability, true, false);
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void nobodyIsAskedWhereAllHaveTheSameSay(Task task) throws Exception {
        Blended blended = Blended.of(uniform(task), Sources.opaque(colour(1), gray(2)), List.of());
        assertThat(blended.channels()).hasSize(3);
        assertThat(blended.weights()).hasSize(2);
        Plane sum = blended.weights().get(0).with(blended.weights().get(1), Float::sum);
        Planes.assertClose(sum, Plane.filled(WIDTH, HEIGHT, 1), 1e-5);
        assertThat(blended.depth()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void grayStaysGray(Task task) throws Exception {
        assertThat(Blended.of(uniform(task), Sources.opaque(gray(1), gray(2)), List.of(Role.VISIBLE, Role.INFRARED))
                        .channels())
                .hasSize(1);
    }

    /** The first has no data in the left half, whatever it is. */
    @ParameterizedTest
    @EnumSource(Task.class)
    void whatHasNoDataHasNoWeight(Task task) throws Exception {
        for (List<Role> roles : List.of(List.of(Role.VISIBLE, Role.INFRARED), List.of(Role.INFRARED, Role.VISIBLE))) {
            Blended blended = Blended.of(uniform(task), withoutLeftHalf(gray(1), gray(2)), roles);
            for (int y = 0; y < HEIGHT; y++) {
                assertThat(Planes.at(blended.weights().get(0), 10, y)).isLessThan(1e-6f);
                assertThat(Planes.at(blended.weights().get(1), 10, y)).isCloseTo(1, within(1e-6f));
            }
        }
    }

    @Test
    void infraredAloneIsGray() throws Exception {
        Image infrared = gray(2);
        Blended blended = Blended.of(
                uniform(Task.VISIBLE_INFRARED),
                withoutLeftHalf(colour(1), infrared),
                List.of(Role.VISIBLE, Role.INFRARED));
        for (Plane channel : blended.channels()) {
            for (int y = 0; y < HEIGHT; y++) {
                assertThat(Planes.at(channel, 10, y)).isCloseTo(infrared.values()[y * WIDTH + 10], within(1e-6f));
            }
        }
        assertThat(Planes.at(blended.channels().get(0), 50, 20))
                .isNotEqualTo(Planes.at(blended.channels().get(1), 50, 20));
    }

    private static Sources withoutLeftHalf(Image first, Image second) {
        Plane alpha = Planes.of(WIDTH, HEIGHT, (x, y) -> x < 30 ? 0 : 1);
        return new Sources(
                List.of(first, second), List.of(Optional.of(alpha), Optional.of(Plane.filled(WIDTH, HEIGHT, 1))));
    }

    /** The network's judgement would hide warm things. */
    @Test
    void onlyWarmThingsAreNotJudgedUnlessAskedFor() {
        for (Task task : Task.values()) {
            assertThat(Blending.defaultDominability(Optional.of(task)).form() == Form.UNIFORM)
                    .isEqualTo(task == Task.VISIBLE_INFRARED);
        }
    }
}
