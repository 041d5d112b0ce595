package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Image;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.scenes.Illumination;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The phases of PIAFusion's training: which module learns from what, and that nothing else changes. */
class PiaFusionLearnerTest {
    private static final int SIDE = 24;
    private static final LearningRate RATE = new LearningRate(1e-3, LearningRate.Course.LINEAR, 0);
    private static final Objective OBJECTIVE = Objective.of(Task.VISIBLE_INFRARED, 2);
    private static final List<SyntheticScene> SCENES = IntStream.range(0, 6)
            .mapToObj(i -> SceneMakers.of(Task.VISIBLE_INFRARED).make(SIDE, SIDE, i))
            .toList();

    @TempDir
    private Path temporary;

    private static PiaFusionLearner learner(long classifierSteps) {
        return new PiaFusionLearner(List.of(OBJECTIVE), classifierSteps);
    }

    private static Step step(PiaFusionLearner learner, Phase phase, Map<String, StoredTensor> stored, Batch batch) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> all.put(name, Tensor.of(tensor.values(), tensor.shape())));
        phase.modules()
                .forEach(module -> learner.modules()
                        .get(module)
                        .forEach(name -> all.computeIfPresent(name, (any, tensor) -> tensor.asVariable())));
        return learner.step(phase, Parameters.of(all), List.of(batch));
    }

    private static BatchSource batches(PiaFusionLearner learner, List<SyntheticScene> scenes) {
        return new SceneBatches(
                List.of(new ObjectiveScenes(OBJECTIVE, scenes)), learner.inputs(), 4, 16, 1, Device.CPU);
    }

    @Test
    void theClassifierLearnsFirstAndOnce() {
        List<Phase> phases = learner(30).phases(100, RATE);
        assertThat(phases).extracting(Phase::name).containsExactly("classify", "fuse");
        assertThat(phases).extracting(Phase::steps).containsExactly(30L, 70L);
        assertThat(phases.get(0).modules()).containsExactly("illumination");
        assertThat(phases.get(1).modules()).containsExactly("fusion");
    }

    /** A step of the classifier that follows its gradient makes the loss smaller, and one of the network the other. */
    @Test
    void gradientsOfEveryPhaseLowerItsLoss() {
        PiaFusionLearner learner = learner(1);
        Map<String, StoredTensor> parameters = learner.initialParameters(1);
        try (Scope scope = Scope.open()) {
            Batch batch = batches(learner, SCENES).at(Draw.of(0));
            for (Phase phase : learner.phases(2, RATE)) {
                Step before = step(learner, phase, parameters, batch);
                assertThat(before.gradients().keySet())
                        .isEqualTo(
                                learner.modules().get(phase.modules().iterator().next()));
                Map<String, StoredTensor> moved = new LinkedHashMap<>(parameters);
                before.gradients()
                        .forEach((name, gradient) -> moved.computeIfPresent(name, (any, old) -> moved(old, gradient)));
                assertThat(step(learner, phase, moved, batch).loss())
                        .as(phase.name())
                        .isLessThan(before.loss());
            }
        }
    }

    private static StoredTensor moved(StoredTensor old, Tensor gradient) {
        float[] values = old.values().clone();
        float[] slopes = gradient.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] -= 1e-5f * slopes[i];
        }
        return new StoredTensor(old.shape(), values);
    }

    /** With scores of s for day and −s for night, right of day the loss is −log σ(s), and wrong of it −log σ(−s). */
    @Test
    void theClassifiersLossIsTheCrossEntropy() {
        PiaFusionLearner learner = learner(1);
        Map<String, StoredTensor> parameters = new LinkedHashMap<>(learner.initialParameters(1));
        parameters.put("illumination.linear2.weight", new StoredTensor(List.of(2L, 128L), new float[256]));
        parameters.put("illumination.linear2.bias", new StoredTensor(List.of(2L), new float[] {2, -2}));
        double right = Math.log(1 + Math.exp(-2));
        double wrong = Math.log(1 + Math.exp(2));
        try (Scope scope = Scope.open()) {
            Batch drawn = batches(learner, SCENES).at(Draw.of(0));
            for (int nights = 0; nights <= 4; nights++) {
                Illumination[] light = new Illumination[4];
                Arrays.fill(light, Illumination.DAY);
                Arrays.fill(light, 0, nights, Illumination.NIGHT);
                Batch batch = new Batch(
                        OBJECTIVE, drawn.scenes(), drawn.sources(), Optional.empty(), List.of(light), List.of(), 0);
                Step step = step(learner, learner.phases(2, RATE).get(0), parameters, batch);
                assertThat((double) step.loss()).isCloseTo((nights * wrong + (4 - nights) * right) / 4, within(1e-5));
            }
        }
    }

    @Test
    void theClassifierSeesOnlyScenesThatSayTheirLight() {
        PiaFusionLearner learner = learner(1);
        SyntheticScene silent = new SyntheticScene(
                Task.VISIBLE_INFRARED, SCENES.get(0).roles(), SCENES.get(0).sources(), Optional.empty());
        SyntheticScene night = SCENES.stream()
                .filter(scene -> scene.illumination().equals(Optional.of(Illumination.NIGHT)))
                .findFirst()
                .orElseThrow();
        BatchSource batches = batches(learner, List.of(silent, night, silent));
        try (Scope scope = Scope.open()) {
            Batch known = batches.at(new Draw(0, 0, 0, Draw.Scenes.OF_KNOWN_ILLUMINATION, 1));
            assertThat(known.illumination()).hasSize(4).containsOnly(Illumination.NIGHT);
            assertThat(batches.at(Draw.of(0)).illumination()).isEmpty();
        }
    }

    /** A night has its exposure from the day, so that its visible image is darker. */
    @Test
    void nightsAreDarkerThanDays() {
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int seed = 0; seed < 40; seed++) {
            SyntheticScene scene = SceneMakers.of(Task.VISIBLE_INFRARED).make(SIDE, SIDE, seed);
            int light = scene.illumination().orElseThrow().ordinal();
            counts[light]++;
            Image visible = scene.sources().get(0);
            for (float value : visible.values()) {
                sums[light] += value / visible.values().length;
            }
        }
        assertThat(counts[Illumination.DAY.ordinal()]).isBetween(8, 32);
        assertThat(sums[Illumination.NIGHT.ordinal()] / counts[Illumination.NIGHT.ordinal()])
                .isLessThan(0.6 * sums[Illumination.DAY.ordinal()] / counts[Illumination.DAY.ordinal()]);
    }

    @Test
    void aClassifierOfAFileStaysAsItIs() throws Exception {
        try (Checkpoint file = Checkpoint.open(Reference.path("piafusion/best_cls.pth"))) {
            PiaFusionLearner learner = PiaFusionLearner.with(file, List.of(OBJECTIVE));
            assertThat(learner.phases(100, RATE)).extracting(Phase::name).containsExactly("fuse");
            assertThat(learner.modules().keySet()).isEqualTo(Set.of("fusion"));
            assertThat(learner.initialParameters(1)
                            .get("illumination.conv1.conv.1.weight")
                            .values())
                    .containsExactly(file.floats("conv1.conv.1.weight"));
            assertThat(learner.describe()).containsEntry("classifier", "of a checkpoint of sha256 " + file.sha256());
        }
    }

    @Test
    void aFileWithoutAClassifierIsRefused() throws Exception {
        try (Checkpoint file = Checkpoint.open(Reference.path("piafusion/piafusion-random.pth"))) {
            assertThatThrownBy(() -> PiaFusionLearner.with(file, List.of(OBJECTIVE)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith(
                            "piafusion-random.pth: does not fit the illumination module of piafusion: expected a tensor"
                                    + " conv1.conv.1.weight of shape [16, 3, 4, 4], found none");
        }
    }

    @Test
    void otherTasksAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PiaFusionLearner(List.of(Objective.of(Task.MULTI_FOCUS, 2)), 1))
                .withMessage("task: piafusion learns from day and night, expected visible-infrared, found multi-focus");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner(0))
                .withMessage("classifier-steps: expected 1 or more, found 0");
    }

    private void train(String name, int stop) throws Exception {
        TrainingPlan plan =
                new TrainingPlan(learner(3), "six scenes", 4, SIDE, 1, 6, 2, 16, Adam.STANDARD, RATE, 1, 0.9, 4);
        Validation validation = plan.learner().validation(SCENES.subList(4, 6), Device.CPU);
        BatchSource batches = new SceneBatches(
                List.of(new ObjectiveScenes(OBJECTIVE, SCENES.subList(0, 4))),
                plan.learner().inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(plan, batches, validation, folder, Device.CPU, SmallTraining.stoppingAfter(stop)).run(2);
        }
    }

    /** In a step of the classifier, the first of the network, and a later one. */
    @Test
    @Tag("slow")
    void stoppedAnywhereAndResumedIsTheSameAsUninterrupted() throws Exception {
        train("whole", Integer.MAX_VALUE);
        for (int stop : new int[] {2, 4, 5}) {
            String name = "stopped-" + stop;
            assertThatThrownBy(() -> train(name, stop)).hasMessage("stopped");
            train(name, Integer.MAX_VALUE);
            SameFiles.check(temporary.resolve("whole"), temporary.resolve(name));
        }
        try (Checkpoint kept = Checkpoint.open(temporary.resolve("whole/weights.safetensors"));
                Scope scope = Scope.open()) {
            assertThat(CheckpointLoader.choose(kept).network()).isEqualTo(PiaFusion.NETWORK);
            try (Parameters module = CheckpointLoader.companion(PiaFusion.NETWORK, PiaFusion.ILLUMINATION, kept)
                    .orElseThrow()) {
                assertThat(module.get("linear2.bias").toFloats())
                        .containsExactly(kept.floats("illumination.linear2.bias"));
            }
        }
    }
}
