package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

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
            // Two large ones end where differences say nothing.
            ReFusionLearner learner = learner(innerSteps, innerSteps == 1 ? 0.1 : 0.003, Ablation.NONE);
            Map<String, Tensor> parameters = parameters(learner);
            Step step = step(learner, propose(learner), parameters);
            double norm = norm(step.gradients());
            assertThat(norm).isPositive();
            assertThat(slope(learner, parameters, step, innerSteps == 1 ? 0.03 : 0.01))
                    .as("%d inner steps", innerSteps)
                    .isCloseTo(norm, withinPercentage(1));
        }
    }

    /** With the fusion module as it was, no proposal makes a difference. */
    @Test
    void aFrozenFusionModuleTeachesNothing() {
        ReFusionLearner learner = learner(1, 0, Ablation.NONE);
        assertThat(norm(step(learner, propose(learner), parameters(learner)).gradients()))
                .isZero();
    }

    /** The outer gradient grows with the inner step: to first order, in proportion. */
    @Test
    void theOuterGradientIsOfTheOrderOfTheInnerRate() {
        double[] norms = new double[2];
        for (int i = 0; i < 2; i++) {
            ReFusionLearner learner = learner(1, i == 0 ? 1e-4 : 2e-4, Ablation.NONE);
            norms[i] = norm(step(learner, propose(learner), parameters(learner)).gradients());
        }
        assertThat(norms[1] / norms[0]).isCloseTo(2, withinPercentage(2));
    }

    @Test
    void withoutMetaLearningThereIsNoInnerStep() {
        ReFusionLearner learner = learner(1, 0.1, Ablation.NO_META_LEARNING);
        List<Phase> phases = learner.phases(7, RATE);
        assertThat(phases).hasSize(1);
        assertThat(phases.get(0).batches()).containsExactly(Draw.Scenes.ALL);
        Step slow = step(learner, phases.get(0), parameters(learner));
        Step fast = step(learner(1, 1, Ablation.NO_META_LEARNING), phases.get(0), parameters(learner));
        assertThat(slow.gradients()).hasSameSizeAs(fast.gradients());
        slow.gradients()
                .forEach((name, gradient) -> assertThat(gradient.toFloats())
                        .as(name)
                        .isEqualTo(fast.gradients().get(name).toFloats()));
    }

    /** Ablation III: the proposal learns as ever; fusion and reconstruction follow their inner gradients, and nothing else. */
    @Test
    void withoutFusionUpdateTheInnerGradientsAreKept() {
        ReFusionLearner whole = learner(1, 0.1, Ablation.NONE);
        ReFusionLearner ablated = learner(1, 0.1, Ablation.NO_FUSION_UPDATE);
        Map<String, Tensor> parameters = parameters(whole);
        assertThat(ablated.phases(7, RATE)).hasSize(1);
        Step kept = step(ablated, propose(ablated), parameters);
        Step fuse = step(whole, whole.phases(7, RATE).get(1), parameters);
        Step proposed = step(whole, propose(whole), parameters);
        Map<String, Tensor> expected = new LinkedHashMap<>(fuse.gradients());
        expected.putAll(proposed.gradients());
        assertThat(kept.gradients()).containsOnlyKeys(expected.keySet());
        expected.forEach((name, gradient) -> assertThat(kept.gradients().get(name).toFloats())
                .as(name)
                .containsExactly(gradient.toFloats(), within(1e-6f)));
    }

    @Test
    void everyAblationHasGradientsOfAllThatItTrains() {
        for (Ablation ablation : Ablation.values()) {
            ReFusionLearner learner = learner(1, 0.1, ablation);
            Map<String, Tensor> parameters = parameters(learner);
            for (Phase phase : learner.phases(7, RATE)) {
                Step step = step(learner, phase, parameters);
                assertThat(step.loss()).as("%s %s", ablation, phase).isFinite().isPositive();
                List<String> trained = phase.modules().stream()
                        .flatMap(module -> learner.modules().get(module).stream())
                        .toList();
                assertThat(step.gradients()).containsOnlyKeys(trained);
                assertThat(norm(step.gradients())).isFinite().isPositive();
            }
        }
    }

    @Test
    void scenesOfThreeSourcesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ReFusionLearner(MetaLearning.PUBLISHED, List.of(Objective.of(Task.MULTI_FOCUS, 3))))
                .withMessage("sources: refusion fuses 2 sources, expected scenes of 2, found 3");
    }
}
