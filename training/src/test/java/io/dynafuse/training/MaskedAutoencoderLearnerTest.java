package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.tcmoa.NarrowTcMoa;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a tiny TC-MoA's autoencoder that are too short to learn much. */
class MaskedAutoencoderLearnerTest {
    private static final TcMoa NETWORK = NarrowTcMoa.NARROW;
    private static final int SIDE = 112;
    private static final Objective OBJECTIVE = Objective.of(Task.VISIBLE_INFRARED, 2);

    @TempDir
    private Path temporary;

    private static MaskedAutoencoderLearner learner() {
        return new MaskedAutoencoderLearner(NETWORK, List.of(OBJECTIVE));
    }

    private static TrainingPlan plan(int steps) {
        return new TrainingPlan(
                learner(),
                "three scenes",
                2,
                SIDE,
                1,
                steps,
                1,
                SIDE,
                Adam.STANDARD,
                new LearningRate(1e-3, LearningRate.Course.COSINE, 1),
                1,
                0,
                steps);
    }

    private void train(String name, TrainingPlan plan, int stop) throws Exception {
        List<SyntheticScene> scenes = IntStream.range(0, 3)
                .mapToObj(i -> SceneMakers.of(Task.VISIBLE_INFRARED).make(SIDE, SIDE, i))
                .toList();
        BatchSource batches = new SceneBatches(
                List.of(new ObjectiveScenes(plan.learner().objectives().get(0), scenes.subList(0, 2))),
                plan.learner().inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                Device.CPU);
        Validation validation = plan.learner().validation(scenes.subList(2, 3), Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(plan, batches, validation, folder, Device.CPU, SmallTraining.stoppingAfter(stop)).run(1);
        }
    }

    /** What is masked is drawn anew, and the same. */
    @Test
    @Tag("slow")
    void stoppedAndResumedIsTheSameAsUninterrupted() throws Exception {
        train("whole", plan(3), Integer.MAX_VALUE);
        assertThatThrownBy(() -> train("stopped", plan(3), 2)).hasMessage("stopped");
        train("stopped", plan(3), Integer.MAX_VALUE);
        SameFiles.check(temporary.resolve("whole"), temporary.resolve("stopped"));
    }

    @Test
    @Tag("slow")
    void theLossFallsAndWhatIsKeptIsABackbone() throws Exception {
        train("falling", plan(16), Integer.MAX_VALUE);
        List<String> lines = Files.readAllLines(temporary.resolve("falling/validations.csv"));
        assertThat(lines.get(0)).isEqualTo("step,score,L_masked_0,L_masked_75");
        try (Scope scope = Scope.open();
                Checkpoint checkpoint = Checkpoint.open(temporary.resolve("falling/weights.safetensors"));
                Parameters kept = CheckpointLoader.companionAlone(NETWORK, TcMoa.BACKBONE, checkpoint)) {
            assertThat(checkpoint.metadata()).containsEntry("network", "tc-moa-backbone");
            assertThat(loss(kept, 7, 0)).isLessThan(loss(kept, 7, 0.75));
            assertThat(loss(kept, 7, 0.75)).isLessThan(0.9f * loss(begun(), 7, 0.75));
        }
    }

    private static Parameters begun() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        learner()
                .initialParameters(1)
                .forEach((name, stored) -> tensors.put(name, Tensor.of(stored.values(), stored.shape())));
        return Parameters.of(tensors);
    }

    private static float loss(Parameters parameters, long seed, double masked) {
        return learner().loss(parameters, batch(seed, Optional.empty()), masked).toFloats()[0];
    }

    private static Batch batch(long seed, Optional<Tensor> truth) {
        return new Batch(OBJECTIVE, List.of("one"), List.of(image(0.2), image(0.7)), truth, List.of(), List.of(), seed);
    }

    /** A ramp. */
    private static Tensor image(double brightest) {
        float[] values = new float[3 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (brightest * (i % SIDE) / SIDE);
        }
        return Tensor.of(values, 1, 3, SIDE, SIDE);
    }

    @Test
    void theSeedOfABatchSaysWhatIsMasked() {
        try (Scope scope = Scope.open()) {
            Parameters begun = begun();
            assertThat(loss(begun, 1, 0.5)).isEqualTo(loss(begun, 1, 0.5)).isNotEqualTo(loss(begun, 2, 0.5));
        }
    }

    /** Without a truth, of both sources; with one that is the first source again, that one counts twice. */
    @Test
    void theTruthIsAnImageToo() {
        try (Scope scope = Scope.open()) {
            Parameters begun = begun();
            Tensor first = image(0.2);
            Tensor second = image(0.7);
            float ofFirst = alone(begun, first);
            float ofSecond = alone(begun, second);
            assertThat(learner().loss(begun, batch(1, Optional.of(first)), 0).toFloats()[0])
                    .isCloseTo((2 * ofFirst + ofSecond) / 3, withinPercentage(0.1));
            assertThat(loss(begun, 1, 0)).isCloseTo((ofFirst + ofSecond) / 2, withinPercentage(0.1));
        }
    }

    private static float alone(Parameters parameters, Tensor image) {
        Batch batch = new Batch(OBJECTIVE, List.of("one"), List.of(image), Optional.empty());
        return learner().loss(parameters, batch, 0).toFloats()[0];
    }

    @Test
    void onlyPatchesOfItsSizeAreLearnedFrom() {
        assertThat(learner().usual().patch()).isEqualTo(SIDE);
        learner().requirePatch(SIDE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner().requirePatch(64))
                .withMessage("expected 112, the image of an autoencoder, found 64");
    }
}
