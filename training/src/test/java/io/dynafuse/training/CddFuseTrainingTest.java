package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of CDDFuse that are too short to learn much. */
@Tag("slow")
class CddFuseTrainingTest {
    private static final int SIDE = 24;
    private static final List<SyntheticScene> SCENES = IntStream.range(0, 6)
            .mapToObj(i -> SceneMakers.of(Task.VISIBLE_INFRARED).make(SIDE, SIDE, i))
            .toList();

    @TempDir
    private Path temporary;

    private static TrainingPlan plan(int steps, int validateEvery) {
        CddFuseLearner learner =
                new CddFuseLearner(CddFuse.QUARTER, List.of(Objective.of(Task.VISIBLE_INFRARED, 2)), Beginning.SEEDED);
        return new TrainingPlan(
                learner,
                "six scenes",
                4,
                SIDE,
                1,
                steps,
                2,
                8,
                Adam.STANDARD,
                new LearningRate(2e-3, LearningRate.Course.COSINE, 1),
                learner.usual().clip(),
                0,
                validateEvery);
    }

    /** Trains, and gives all parameters as they were validated. */
    private List<Map<String, float[]>> train(String name, TrainingPlan plan, int stop) throws Exception {
        List<Map<String, float[]>> after = new ArrayList<>();
        Validation measured = plan.learner().validation(SCENES.subList(4, 6), Device.CPU);
        Validation validation = parameters -> {
            Map<String, float[]> values = new LinkedHashMap<>();
            parameters
                    .names()
                    .forEach(each -> values.put(each, parameters.get(each).toFloats()));
            after.add(values);
            return measured.measure(parameters);
        };
        BatchSource batches = new SceneBatches(
                List.of(new ObjectiveScenes(plan.learner().objectives().get(0), SCENES.subList(0, 4))),
                plan.learner().inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            new Training(plan, batches, validation, folder, Device.CPU, SmallTraining.stoppingAfter(stop)).run(1);
        }
        return after;
    }

    /** In the first phase, between both and in the second. */
    @Test
    void stoppedAnywhereAndResumedIsTheSameAsUninterrupted() throws Exception {
        train("whole", plan(6, 1), Integer.MAX_VALUE);
        for (int stop : new int[] {1, 2, 5}) {
            String name = "stopped-" + stop;
            assertThatThrownBy(() -> train(name, plan(6, 1), stop)).hasMessage("stopped");
            train(name, plan(6, 1), Integer.MAX_VALUE);
            SameFiles.check(temporary.resolve("whole"), temporary.resolve(name));
        }
    }

    /** Of six steps, two reconstruct. */
    @Test
    void theFusionLayersChangeInTheSecondPhaseOnly() throws Exception {
        TrainingPlan plan = plan(6, 1);
        Map<String, StoredTensor> begun = plan.learner().initialParameters(1);
        List<Map<String, float[]>> after = train("phases", plan, Integer.MAX_VALUE);
        for (String name : List.of("base_fusion.attn.proj.weight", "detail_fusion.net.0.shffleconv.weight")) {
            assertThat(after.get(1).get(name))
                    .as(name)
                    .isEqualTo(begun.get(name).values());
            assertThat(after.get(2).get(name))
                    .as(name)
                    .isNotEqualTo(begun.get(name).values());
        }
        for (String name : List.of("encoder.patch_embed.proj.weight", "decoder.output.2.weight")) {
            assertThat(after.get(0).get(name))
                    .as(name)
                    .isNotEqualTo(begun.get(name).values());
            assertThat(after.get(2).get(name))
                    .as(name)
                    .isNotEqualTo(after.get(1).get(name));
        }
        assertThat(Files.readAllLines(temporary.resolve("phases/losses.csv")))
                .element(2)
                .asString()
                .endsWith(",reconstruct");
        assertThat(Files.readAllLines(temporary.resolve("phases/losses.csv")))
                .element(3)
                .asString()
                .endsWith(",fuse");
    }

    @Test
    void bothLossesFallAndTheBestParametersAreThoseOfACddFuse() throws Exception {
        TrainingPlan plan = plan(60, 10);
        train("falling", plan, Integer.MAX_VALUE);
        List<String> lines = Files.readAllLines(temporary.resolve("falling/validations.csv"));
        assertThat(lines.get(0)).isEqualTo("step,score,visible-infrared Qabf,L_reconstruct,L_fuse");
        assertThat(measure(lines.get(2), 3)).isLessThan(0.9 * measure(lines.get(1), 3));
        assertThat(measure(lines.get(6), 4)).isLessThan(0.9 * measure(lines.get(2), 4));
        try (Checkpoint checkpoint = Checkpoint.open(temporary.resolve("falling/weights.safetensors"));
                Parameters loaded = CheckpointLoader.load(CddFuse.QUARTER, checkpoint)) {
            assertThat(checkpoint.metadata())
                    .containsEntry("network", "cddfuse-16")
                    .containsEntry("range", "as-is");
            assertThat(loaded.names())
                    .hasSameSizeAs(plan.learner().initialParameters(1).keySet());
        }
    }

    private static double measure(String line, int column) {
        return Double.parseDouble(line.split(",")[column]);
    }
}
