package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.tcmoa.NarrowTcMoa;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a tiny TC-MoA that are too short to learn much. */
class TcMoaLearnerTest {
    private static final TcMoa NETWORK = NarrowTcMoa.NARROW;
    private static final int SIDE = 112;
    private static final List<Task> TASKS = List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);

    @TempDir
    private Path temporary;

    private static TcMoaLearner learner(TcMoaLearner.Options options) {
        return new TcMoaLearner(
                NETWORK, TASKS.stream().map(task -> Objective.of(task, 2)).toList(), Beginning.SEEDED, options);
    }

    private static TrainingPlan plan(TcMoaLearner learner, int steps) {
        return new TrainingPlan(
                learner,
                "three scenes",
                1,
                SIDE,
                1,
                steps,
                1,
                SIDE,
                learner.usual().optimiser(),
                new LearningRate(2e-3, LearningRate.Course.CONSTANT, 0),
                learner.usual().clip(),
                0,
                steps);
    }

    private void train(String name, TrainingPlan plan, int stop) throws Exception {
        List<ObjectiveScenes> scenes = new ArrayList<>();
        List<SyntheticScene> heldOut = new ArrayList<>();
        for (Objective objective : plan.learner().objectives()) {
            scenes.add(new ObjectiveScenes(
                    objective, List.of(SceneMakers.of(objective.task()).make(SIDE, SIDE, 1))));
            heldOut.add(SceneMakers.of(objective.task()).make(SIDE, SIDE, 2));
        }
        BatchSource batches = new SceneBatches(
                scenes, plan.learner().inputs(), plan.batch(), plan.seenSide(), plan.seed(), Device.CPU);
        Validation validation = plan.learner().validation(heldOut, Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(plan, batches, validation, folder, Device.CPU, SmallTraining.stoppingAfter(stop)).run(1);
        }
    }

    private Map<String, StoredTensor> kept(String name) throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(temporary.resolve(name).resolve("weights.safetensors"))) {
            return CheckpointLoader.values(NETWORK, checkpoint);
        }
    }

    /** The noise of the routers is drawn anew, and the same. */
    @Test
    @Tag("slow")
    void stoppedAndResumedIsTheSameAsUninterrupted() throws Exception {
        TrainingPlan plan = plan(learner(TcMoaLearner.Options.ALL), 10);
        train("whole", plan, Integer.MAX_VALUE);
        assertThatThrownBy(() -> train("stopped", plan, 4)).hasMessage("stopped");
        train("stopped", plan, Integer.MAX_VALUE);
        SameFiles.check(temporary.resolve("whole"), temporary.resolve("stopped"));
        Map<String, StoredTensor> begun = plan.learner().initialParameters(1);
        Map<String, StoredTensor> after = kept("whole");
        NETWORK.parameters().specs().forEach(parameter -> {
            float[] before = begun.get(parameter.name()).values();
            float[] now = after.get(parameter.name()).values();
            assertThat(Arrays.equals(before, now)).as(parameter.name()).isEqualTo(!parameter.trained());
        });
        assertThat(Files.readAllLines(temporary.resolve("whole/losses.csv")).subList(1, 3))
                .extracting(line -> line.substring(line.lastIndexOf(',') + 1))
                .containsExactly("warm-up", "fuse");
        assertThat(Files.readAllLines(temporary.resolve("whole/validations.csv"))
                        .get(0))
                .contains("multi-focus loss", "visible-infrared adapter 2");
    }

    /** Only what is trained is in the state of a training. */
    @Test
    void theStateIsWithoutTheBackbone() throws Exception {
        train("short", plan(learner(TcMoaLearner.Options.ALL), 1), Integer.MAX_VALUE);
        try (Checkpoint state = Checkpoint.open(temporary.resolve("short/state-1.safetensors"))) {
            assertThat(state.tensors()).noneMatch(tensor -> tensor.name().contains("decoder_pred"));
            assertThat(state.tensors()).anyMatch(tensor -> tensor.name().contains("de_FusionLayer"));
        }
    }

    @Test
    @Tag("slow")
    void theLossesOfAllTasksFall() throws Exception {
        TrainingPlan plan = plan(learner(TcMoaLearner.Options.ALL), 60);
        train("falling", plan, Integer.MAX_VALUE);
        List<String> lines = Files.readAllLines(temporary.resolve("falling/losses.csv"));
        for (int task = 0; task < TASKS.size(); task++) {
            // After the warm-up of 6 steps, which has another loss.
            assertThat(loss(lines.get(58 + task)))
                    .as("%s", TASKS.get(task))
                    .isLessThan(0.9 * loss(lines.get(7 + task)));
        }
    }

    private static double loss(String line) {
        return Double.parseDouble(line.split(",")[2]);
    }

    /** With one router, those of the other tasks learn nothing; without noise to learn from, weight decay alone could change them. */
    @Test
    void oneRouterForAllTasks() {
        TcMoaLearner learner = learner(new TcMoaLearner.Options(true, true, true));
        try (Parameters parameters = NETWORK.parameters().initialise(1);
                Scope scope = Scope.open()) {
            Tensor gates = parameters.get("blocks_MoA.0.MoA.w_gate").asVariable();
            Batch batch = batch(Task.MULTI_FOCUS);
            Tensor loss = Autograd.record(
                    () -> learner.loss(parameters.with(Map.of("blocks_MoA.0.MoA.w_gate", gates)), batch, false));
            Tensor gradient = Autograd.gradients(loss, List.of(gates)).get(0);
            assertThat(gradient.slice(0, 0, 1).absolute().maximumOfAll().toFloats()[0])
                    .isPositive();
            assertThat(gradient.slice(0, 1, 2).absolute().maximumOfAll().toFloats()[0])
                    .isZero();
        }
    }

    private static Batch batch(Task task) {
        SyntheticScene scene = SceneMakers.of(task).make(SIDE, SIDE, 1);
        Objective objective = Objective.of(task, 2);
        return new SceneBatches(
                        List.of(new ObjectiveScenes(objective, List.of(scene))),
                        NETWORK.facts().inputs(),
                        1,
                        SIDE,
                        1,
                        Device.CPU)
                .at(Draw.of(0));
    }

    /** Prompts that are not 1 together, and adapters that are not evenly used, cost something unless that is left out. */
    @Test
    void regularisationAndBalanceCanBeLeftOut() {
        try (Parameters parameters = NETWORK.parameters().initialise(1);
                Scope scope = Scope.open()) {
            Batch batch = batch(Task.VISIBLE_INFRARED);
            float all = loss(new TcMoaLearner.Options(false, true, true), parameters, batch);
            float unregularised = loss(new TcMoaLearner.Options(false, false, true), parameters, batch);
            float unbalanced = loss(new TcMoaLearner.Options(false, true, false), parameters, batch);
            assertThat(unregularised).isLessThan(all);
            assertThat(unbalanced).isLessThan(all);
        }
    }

    private static float loss(TcMoaLearner.Options options, Parameters parameters, Batch batch) {
        return learner(options).loss(parameters, batch, false).toFloats()[0];
    }

    @Test
    void patchesAreWholeWindows() {
        TcMoaLearner learner = learner(TcMoaLearner.Options.ALL);
        learner.requirePatch(2 * SIDE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner.requirePatch(64))
                .withMessageStartingWith("expected a multiple of 112");
    }

    @Test
    void weightsDecayAndBiasesDoNot() {
        TcMoaLearner learner = learner(TcMoaLearner.Options.ALL);
        assertThat(learner.decays("blocks_MoA.0.MoA.w_gate")).isTrue();
        assertThat(learner.decays("blocks_MoA.0.norm1.weight")).isFalse();
        assertThat(learner.decays("Alpha_encoder")).isFalse();
    }
}
