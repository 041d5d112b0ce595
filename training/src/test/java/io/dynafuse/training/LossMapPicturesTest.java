package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a loss while it is learned. */
class LossMapPicturesTest {
    private static final int SIDE = 24;
    private static final Objective OBJECTIVE = Objective.of(Task.VISIBLE_INFRARED, 2);

    private final ReFusionLearner learner =
            new ReFusionLearner(new MetaLearning(1, 1, 1, 0.01, 1, 1, Ablation.NONE), List.of(OBJECTIVE));
    private final TrainingPlan plan = new TrainingPlan(
            learner,
            "noise",
            2,
            SIDE,
            1,
            5,
            1,
            8,
            Adam.STANDARD,
            new LearningRate(1e-3, LearningRate.Course.CONSTANT, 0),
            1,
            0.5,
            5);

    @TempDir
    private Path temporary;

    private static SyntheticScene scene(long seed) {
        return new SyntheticScene(
                Task.VISIBLE_INFRARED,
                List.of("visible", "infrared"),
                List.of(noise(3, seed), noise(1, seed + 1)),
                Optional.empty());
    }

    private static Image noise(int channels, long seed) {
        Random random = new Random(seed);
        float[] values = new float[channels * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(SIDE, SIDE, channels, values, SampleDepth.BITS_8);
    }

    private void train(String name, TrainingListener listener) throws Exception {
        BatchSource batches = new SceneBatches(
                List.of(new ObjectiveScenes(OBJECTIVE, List.of(scene(1), scene(3)))),
                learner.inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                Device.CPU);
        TrainingListener maps = learner.lossMaps(
                List.of(scene(5), scene(7)), temporary.resolve(name).resolve("loss-maps"), 2, Device.CPU);
        try (TrainingFolder folder = TrainingFolder.open(temporary.resolve(name))) {
            Validation none = network -> new Validation.Result(0, Map.of());
            new Training(plan, batches, none, folder, Device.CPU, maps.and(listener)).run(1);
        }
    }

    private List<String> names(String name) throws IOException {
        try (Stream<Path> files = Files.walk(temporary.resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> temporary.resolve(name).relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFirstHeldOutSceneIsShownFromTheBeginningToTheEndAlsoIfResumed() throws Exception {
        train("whole", new TrainingListener() {});
        List<String> expected = new ArrayList<>();
        for (String step : List.of("0", "2", "4", "5")) {
            for (String role : List.of("visible", "infrared")) {
                Stream.of("", "-w", "-w-viridis", "-v", "-v-viridis")
                        .forEach(end -> expected.add(
                                "loss-maps/step-00000" + step + "/visible-infrared-" + role + end + ".png"));
            }
            expected.add("loss-maps/step-00000" + step + "/visible-infrared-fused.png");
        }
        assertThat(names("whole")).containsAll(expected).hasSize(expected.size() + 6);
        Path last = temporary.resolve("whole/loss-maps/step-000005");
        assertThat(ImageFiles.read(last.resolve("visible-infrared-visible.png")).values())
                .isEqualTo(scene(5).sources().get(0).values());
        assertThat(ImageFiles.read(last.resolve("visible-infrared-infrared-v.png"))
                        .width())
                .isEqualTo(SIDE);
        assertThat(Files.readAllBytes(last.resolve("visible-infrared-visible-w.png")))
                .isNotEqualTo(Files.readAllBytes(
                        temporary.resolve("whole/loss-maps/step-000000/visible-infrared-visible-w.png")));
        for (int stop : new int[] {2, 3}) {
            String name = "stopped-" + stop;
            assertThatThrownBy(() -> train(name, SmallTraining.stoppingAfter(stop)))
                    .hasMessage("stopped");
            train(name, new TrainingListener() {});
            assertThat(names(name)).isEqualTo(names("whole"));
            for (String file : names("whole")) {
                assertThat(temporary.resolve(name).resolve(file))
                        .hasSameBinaryContentAs(temporary.resolve("whole").resolve(file));
            }
        }
    }
}
