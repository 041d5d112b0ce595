package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The second derivative through the inner update, and what ablations leave of it. */
class ReFusionLearnerTest {
    private static final int SIDE = 16;
    private static final LearningRate RATE = new LearningRate(1e-3, LearningRate.Course.CONSTANT, 0);
    private static final List<Objective> OBJECTIVES = List.of(Objective.of(Task.VISIBLE_INFRARED, 2));

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static MetaLearning settings(int innerSteps, double innerRate, Ablation ablation) {
        return new MetaLearning(1, 1, innerSteps, innerRate, 3, 4, ablation);
    }

    private static ReFusionLearner learner(int innerSteps, double innerRate, Ablation ablation) {
        return new ReFusionLearner(settings(innerSteps, innerRate, ablation), OBJECTIVES);
    }

    private static Phase propose(ReFusionLearner learner) {
        return learner.phases(7, RATE).get(0);
    }

    /** Two pairs of smooth waves: of different directions, so that both sources matter. */
    private static Batch batch(long seed) {
        Random random = new Random(seed);
        List<Tensor> sources = List.of(waves(random, true), waves(random, false));
        return new Batch(OBJECTIVES.get(0), List.of("a pair"), sources, Optional.empty());
    }

    private static Tensor waves(Random random, boolean across) {
        float[] values = new float[2 * SIDE * SIDE];
        for (int image = 0; image < 2; image++) {
            double length = 2 + 3 * random.nextDouble();
            double phase = 6 * random.nextDouble();
            for (int i = 0; i < SIDE * SIDE; i++) {
                double place = across ? i % SIDE : i / SIDE;
                values[image * SIDE * SIDE + i] = (float) (0.5 + 0.4 * Math.sin(place / length + phase));
            }
        }
        return Tensor.of(values, 2, 1, SIDE, SIDE);
    }

    private static Map<String, Tensor> parameters(ReFusionLearner learner) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        learner.initialParameters(3)
                .forEach((name, stored) -> tensors.put(name, tensor(stored)));
        return tensors;
    }

    private static Tensor tensor(StoredTensor stored) {
        return Tensor.of(stored.values(), stored.shape());
    }

    private static Step step(ReFusionLearner learner, Phase phase, Map<String, Tensor> parameters) {
        Map<String, Tensor> all = new LinkedHashMap<>(parameters);
        phase.modules().forEach(module -> learner.modules()
                .get(module)
                .forEach(name -> all.put(name, parameters.get(name).asVariable())));
        return learner.step(phase, Parameters.of(all), List.of(batch(1), batch(2)).subList(0, phase.batches().size()));
    }

    private static double norm(Map<String, Tensor> gradients) {
        double squares = 0;
        for (Tensor gradient : gradients.values()) {
            for (float value : gradient.toFloats()) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    /** How fast the loss rises along its gradient, by differences: the norm of the gradient if that is right. */
    private static double slope(ReFusionLearner learner, Map<String, Tensor> parameters, Step at, double distance) {
        double norm = norm(at.gradients());
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            double move = (side == 0 ? -distance : distance) / norm;
            Map<String, Tensor> moved = new LinkedHashMap<>(parameters);
            at.gradients().forEach((name, gradient) -> moved.put(name, parameters.get(name).plus(gradient.times(move))));
            losses[side] = step(learner, propose(learner), moved).loss();
        }
        return (losses[1] - losses[0]) / (2 * distance);
    }

    @Test
    void theOuterGradientIsTheSlopeOfTheReconstructionLoss() {
        for (int innerSteps : new int[] {1, 2}) {
            ReFusionLearner learner = learner(innerSteps, 0.3, Ablation.NONE);
            Map<String, Tensor> parameters = parameters(learner);
            Step step = step(learner, propose(learner), parameters);
            double norm = norm(step.gradients());
            for (double distance : new double[] {0.02, 0.05, 0.1, 0.2, 0.5}) {
                System.out.println(innerSteps + " " + distance + " " + norm + " " + slope(learner, parameters, step, distance) + " loss " + step.loss());
            }
            assertThat(norm).isPositive();
        }
    }
}
