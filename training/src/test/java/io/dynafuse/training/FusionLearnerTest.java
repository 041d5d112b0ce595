package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that begins with a checkpoint, whose running statistics are such that something can happen to them. */
class FusionLearnerTest {
    private static final FusionLearner SEEDED =
            new FusionLearner(Ifcnn.SUM, List.of(Objective.of(Task.MULTI_FOCUS, 2)));

    @TempDir
    private Path temporary;

    private Path file;
    private Map<String, StoredTensor> written;

    @BeforeEach
    void write() throws IOException {
        written = new LinkedHashMap<>(SEEDED.initialParameters(7));
        for (String statistic : List.of("conv2.bn.running_mean", "conv3.bn.running_var", "conv3.bn.weight")) {
            float[] values = written.get(statistic).values();
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f + i / 64f;
            }
        }
        file = temporary.resolve("begin.safetensors");
        Safetensors.write(file, written, Map.of());
    }

    private FusionLearner learner() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return new FusionLearner(Ifcnn.SUM, SEEDED.objectives(), Beginning.of(Ifcnn.SUM, checkpoint));
        }
    }

    private TrainingPlan plan(FusionLearner learner) {
        TrainingPlan small = SmallTraining.plan(1, 3);
        return new TrainingPlan(
                learner,
                small.data(),
                small.scenes(),
                small.sceneSide(),
                small.seed(),
                small.steps(),
                small.batch(),
                small.patch(),
                small.optimiser(),
                small.rate(),
                small.clip(),
                small.emaDecay(),
                small.validateEvery());
    }

    private Map<String, float[]> train(TrainingPlan plan, int stop) throws Exception {
        List<Map<String, float[]>> kept = new ArrayList<>();
        Validation validation = network -> {
            kept.add(values(network));
            return new Validation.Result(1, Map.of());
        };
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve("training"))) {
            new Training(
                            plan,
                            SmallTraining.batches(plan),
                            validation,
                            folder,
                            Device.CPU,
                            SmallTraining.stoppingAfter(stop))
                    .run(1);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("stopped");
        }
        return kept.isEmpty() ? Map.of() : kept.get(0);
    }

    private static Map<String, float[]> values(Parameters network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.names().forEach(name -> values.put(name, network.get(name).toFloats()));
        return values;
    }

    /** The state holds no statistics: a resumed training takes them from the checkpoint again. */
    @Test
    void statisticsStayThoseOfTheCheckpointAlsoWhenResumed() throws Exception {
        train(plan(learner()), 2);
        Map<String, float[]> trained = train(plan(learner()), Integer.MAX_VALUE);
        assertThat(trained).containsOnlyKeys(written.keySet());
        written.forEach((name, begun) -> {
            if (Ifcnn.SUM.parameters().trained().contains(name)) {
                assertThat(trained.get(name)).as(name).isNotEqualTo(begun.values());
            } else {
                assertThat(trained.get(name)).as(name).isEqualTo(begun.values());
            }
        });
    }

    @Test
    void aTrainingGoesOnWithTheSameBeginningOnly() throws Exception {
        train(plan(learner()), 2);
        assertThatIOException()
                .isThrownBy(() -> train(plan(SEEDED), 3))
                .withMessageContaining("whose from is a checkpoint of sha256 ")
                .withMessageContaining(" and not nothing");
        assertThat(plan(SEEDED).describe()).doesNotContainKey("from");
    }

    @Test
    void aCheckpointOfAnotherNetworkIsRefused() throws IOException {
        written.remove("conv4.bias");
        Safetensors.write(file, written, Map.of());
        assertThatIOException().isThrownBy(this::learner).withMessageContaining("does not fit ifcnn-sum");
    }
}
