package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class PlannedScenesTest {
    private static final TrainingPlan PLAN = SmallTraining.plan(1, 10);

    private record Maker(LongFunction<SyntheticScene> scenes) implements SceneMaker {
        @Override
        public Task task() {
            return Task.MULTI_FOCUS;
        }

        @Override
        public List<String> roles() {
            return List.of("left", "right");
        }

        @Override
        public SyntheticScene make(int width, int height, long seed) {
            assertThat(List.of(width, height)).containsOnly(TrainingPlan.VALIDATION_SIDE);
            return scenes.apply(seed);
        }
    }

    private static PlannedScenes planned(
            int threads, PlannedScenes.Progress progress, LongFunction<SyntheticScene> scenes) {
        return new PlannedScenes(PLAN, objective -> List.of(new Maker(scenes)), Optional.empty(), threads, progress);
    }

    @Test
    void scenesAreTheSameInTheSameOrderOnAnyThreads() throws InterruptedException {
        LongFunction<SyntheticScene> bySeed = seed -> SmallTraining.scene((int) seed);
        List<String> told = new ArrayList<>();
        List<float[]> one = truths(planned(1, (made, all) -> told.add(made + " of " + all), bySeed));
        List<float[]> three = truths(planned(3, (made, all) -> {}, bySeed));
        assertThat(one).hasSize(TrainingPlan.VALIDATION_SCENES);
        for (int i = 0; i < one.size(); i++) {
            assertThat(three.get(i)).containsExactly(one.get(i));
        }
        assertThat(told)
                .containsExactly("1 of 8", "2 of 8", "3 of 8", "4 of 8", "5 of 8", "6 of 8", "7 of 8", "8 of 8");
    }

    private static List<float[]> truths(PlannedScenes planned) throws InterruptedException {
        return planned.heldOut().stream()
                .map(scene -> scene.truth().orElseThrow().values())
                .toList();
    }

    @Test
    void noMoreThreadsWorkThanAreAllowed() throws InterruptedException {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        planned(1, (made, all) -> {}, seed -> {
                    threads.add(Long.toString(Thread.currentThread().getId()));
                    return SmallTraining.scene(0);
                })
                .heldOut();
        assertThat(threads).hasSize(1);
    }

    @Test
    void aPhotographThatIsGoneIsSaid() {
        PlannedScenes planned = planned(2, (made, all) -> {}, seed -> {
            throw new UncheckedIOException(new IOException("gone"));
        });
        assertThatThrownBy(planned::heldOut)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gone");
    }
}
