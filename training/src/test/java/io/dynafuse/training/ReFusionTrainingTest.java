package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of ReFusion that are too short to learn anything. */
@Tag("slow")
class ReFusionTrainingTest {
    private static final int SIDE = 24;
    private static final Objective OBJECTIVE = Objective.of(Task.VISIBLE_INFRARED, 2);
    private static final List<SyntheticScene> SCENES = IntStream.range(0, 6)
            .mapToObj(i -> SceneMakers.of(Task.VISIBLE_INFRARED).make(SIDE, SIDE, i))
            .toList();

    @TempDir
    private Path temporary;

    private static TrainingPlan plan() {
        MetaLearning settings = new MetaLearning(1, 1, 1, 1e-2, 2, 2, Ablation.NONE);
        return new TrainingPlan(
                new ReFusionLearner(settings, List.of(OBJECTIVE)),
                "six scenes",
                4,
                SIDE,
                1,
                7,
                2,
                8,
                Adam.STANDARD,
                new LearningRate(1e-3, LearningRate.Course.COSINE, 1),
                1,
                0.9,
                3);
    }

    private static BatchSource batches(TrainingPlan plan, List<SyntheticScene> scenes) {
        return new SceneBatches(
                List.of(new ObjectiveScenes(OBJECTIVE, scenes)),
                plan.learner().inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                Device.CPU);
    }

    private void train(String name, int stop) throws Exception {
        TrainingPlan plan = plan();
        Validation validation = plan.learner().validation(SCENES.subList(4, 6), Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(
                            plan,
                            batches(plan, SCENES.subList(0, 4)),
                            validation,
                            folder,
                            Device.CPU,
                            SmallTraining.stoppingAfter(stop))
                    .run(2);
        }
    }

    /** In a step of the loss proposal, in one of the fusion, and in the next epoch. */
    @Test
    void stoppedAnywhereAndResumedIsTheSameAsUninterrupted() throws Exception {
        train("whole", Integer.MAX_VALUE);
        for (int stop : new int[] {1, 4, 6}) {
            String name = "stopped-" + stop;
            assertThatThrownBy(() -> train(name, stop)).hasMessage("stopped");
            train(name, Integer.MAX_VALUE);
            SameFiles.check(temporary.resolve("whole"), temporary.resolve(name));
        }
    }

    /** What is no number in the sources stops the training, and the last checkpoint stays. */
    @Test
    void saysThatItDiverged() throws Exception {
        TrainingPlan plan = plan();
        BatchSource good = batches(plan, SCENES.subList(0, 4));
        BatchSource infinite = draw -> {
            Batch batch = good.at(draw);
            List<Tensor> sources = draw.step() < 3
                    ? batch.sources()
                    : batch.sources().stream()
                            .map(source -> source.times(Double.NaN))
                            .toList();
            return new Batch(batch.objective(), batch.scenes(), sources, batch.truth());
        };
        Validation validation = plan.learner().validation(SCENES.subList(4, 6), Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve("a"))) {
            assertThatThrownBy(() -> new Training(
                                    plan, infinite, validation, folder, Device.CPU, SmallTraining.stoppingAfter(9))
                            .run(1))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageMatching(
                            "training: the loss of step 4 is NaN, of (scene [1-4] of visible-infrared(, )?)+; expected .*");
        }
        assertThat(temporary.resolve("a/state-3.safetensors")).exists();
    }

    /** Sources of a dataset lie in any order, and the network takes the infrared first. */
    @Test
    void sourcesComeInTheOrderOfTheNetwork() {
        Image white = even(1);
        Image black = even(0);
        List<SyntheticScene> both = List.of(
                new SyntheticScene(OBJECTIVE.task(), List.of("vi", "ir"), List.of(black, white), Optional.empty()),
                new SyntheticScene(OBJECTIVE.task(), List.of("IR", "VI"), List.of(white, black), Optional.of(black)));
        try (Scope scope = Scope.open()) {
            for (int step = 0; step < 4; step++) {
                Batch batch = batches(plan(), both).at(Draw.of(step));
                assertThat(batch.sources().get(0).toFloats()).containsOnly(1);
                assertThat(batch.sources().get(1).toFloats()).containsOnly(0);
                // As one scene has no truth, none is learned from.
                assertThat(batch.truth()).isEmpty();
            }
        }
    }

    private static Image even(float level) {
        float[] values = new float[SIDE * SIDE];
        Arrays.fill(values, level);
        return Image.of(SIDE, SIDE, 1, values, SampleDepth.BITS_8);
    }
}
