package io.dynafuse.training;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.training.SceneBatches.ObjectiveScenes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A training of seconds: halves of noise, which together are all of it. */
final class SmallTraining {
    private static final int SIDE = 32;

    private SmallTraining() {}

    static TrainingPlan plan(long seed, int steps) {
        return plan(seed, steps, Double.POSITIVE_INFINITY, 0.9);
    }

    static TrainingPlan plan(long seed, int steps, double clip, double emaDecay) {
        Objective objective = Objective.of(Task.MULTI_FOCUS, 2, TrainingLoss.parse("l2"));
        return new TrainingPlan(
                new FusionLearner(Ifcnn.SUM, List.of(objective)),
                "halves of noise",
                3,
                SIDE,
                seed,
                steps,
                2,
                8,
                Adam.STANDARD,
                new LearningRate(1e-3, LearningRate.Course.COSINE, 2),
                clip,
                emaDecay,
                4);
    }

    static SceneBatches batches(TrainingPlan plan) {
        List<SyntheticScene> scenes =
                IntStream.range(0, plan.scenes()).mapToObj(SmallTraining::scene).toList();
        return new SceneBatches(
                List.of(new ObjectiveScenes(plan.learner().objectives().get(0), scenes)),
                plan.learner().inputs(),
                plan.batch(),
                plan.seenSide(),
                plan.seed(),
                Device.CPU);
    }

    /** Throws after a step, as a process may end. */
    static TrainingListener stoppingAfter(int step) {
        return new TrainingListener() {
            @Override
            public void stepped(long done, long steps, double loss, double rate) {
                if (done == step) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
    }

    static SyntheticScene scene(int index) {
        Random random = new Random(index);
        float[] truth = new float[3 * SIDE * SIDE];
        float[] left = new float[truth.length];
        float[] right = new float[truth.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = random.nextFloat();
            left[i] = i % SIDE < SIDE / 2 ? truth[i] : 0.5f;
            right[i] = i % SIDE < SIDE / 2 ? 0.5f : truth[i];
        }
        return new SyntheticScene(
                Task.MULTI_FOCUS,
                List.of("left", "right"),
                List.of(image(left), image(right)),
                Optional.of(image(truth)));
    }

    private static Image image(float[] values) {
        return Image.of(SIDE, SIDE, 3, values, SampleDepth.BITS_8);
    }
}
