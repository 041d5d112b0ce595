package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dynafuse.loss.CddFuseLoss;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two phases of CDDFuse's training: when they are, what they change, and by which loss. */
class CddFuseLearnerTest {
    private static final int SIDE = 12;
    private static final LearningRate RATE = new LearningRate(1e-3, LearningRate.Course.HALVED, 0);
    private static final List<String> RECONSTRUCTING = List.of("encoder", "decoder");
    private static final List<String> ALL = List.of("encoder", "decoder", "base_fusion", "detail_fusion");

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static CddFuseLearner learner(CddFuse network, Task task) {
        return new CddFuseLearner(network, List.of(Objective.of(task, 2)), Beginning.SEEDED);
    }

    private static CddFuseLearner learner() {
        return learner(CddFuse.QUARTER, Task.VISIBLE_INFRARED);
    }

    private static Batch batch(CddFuseLearner learner) {
        Random random = new Random(5);
        List<Tensor> sources = List.of(image(random), image(random));
        return new Batch(learner.objectives().get(0), List.of("noise"), sources, Optional.empty());
    }

    private static Tensor image(Random random) {
        float[] values = new float[2 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensor.of(values, 2, 1, SIDE, SIDE);
    }

    private static Map<String, Tensor> parameters(CddFuseLearner learner) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        learner.initialParameters(3)
                .forEach((name, stored) -> tensors.put(name, Tensor.of(stored.values(), stored.shape())));
        return tensors;
    }

    private static Step step(CddFuseLearner learner, Phase phase, Map<String, Tensor> parameters) {
        Map<String, Tensor> all = new LinkedHashMap<>(parameters);
        phase.modules()
                .forEach(module -> learner.modules()
                        .get(module)
                        .forEach(name -> all.put(name, parameters.get(name).asVariable())));
        return learner.step(phase, Parameters.of(all), List.of(batch(learner)));
    }

    @Test
    void aThirdOfTheStepsReconstructsAndTheRestFuses() {
        for (long steps : new long[] {1, 2, 3, 7, 120}) {
            Schedule schedule = new Schedule(learner().phases(steps, RATE), steps);
            long reconstructing = IntStream.range(0, (int) steps)
                    .takeWhile(step -> schedule.phase(step).name().equals("reconstruct"))
                    .count();
            assertThat(reconstructing).as("of %d", steps).isEqualTo(Math.max(1, steps / 3));
            for (long step = reconstructing; step < steps; step++) {
                assertThat(schedule.phase(step).name()).isEqualTo("fuse");
            }
        }
    }

    /** As that of its authors' 120 epochs: 1e-4 at first, 2.5e-5 where fusion begins, 3.1e-6 in the end. */
    @Test
    void theRateTakesOneCourseThroughBothPhases() {
        LearningRate usual = learner().usual().rate();
        Schedule schedule = new Schedule(learner().phases(120, usual), 120);
        for (int epoch = 0; epoch < 120; epoch++) {
            assertThat(schedule.rate(epoch)).as("epoch %d", epoch).isEqualTo(1e-4 / (1 << epoch / 20));
        }
        assertThat(learner().usual().clip()).isEqualTo(0.01);
    }

    @Test
    void aPhaseHasGradientsOfItsModulesOnly() {
        CddFuseLearner learner = learner();
        List<Phase> phases = learner.phases(9, RATE);
        assertThat(phases.get(0).modules()).containsExactlyInAnyOrderElementsOf(RECONSTRUCTING);
        assertThat(phases.get(1).modules()).containsExactlyInAnyOrderElementsOf(ALL);
        for (Phase phase : phases) {
            Step step = step(learner, phase, parameters(learner));
            assertThat(step.gradients())
                    .containsOnlyKeys(phase.modules().stream()
                            .flatMap(module -> learner.modules().get(module).stream())
                            .toList());
            step.gradients()
                    .forEach((name, gradient) -> assertThat(norm(Map.of(name, gradient)))
                            .as(name)
                            .isFinite()
                            .isPositive());
        }
        assertThat(learner.modules().values().stream().mapToInt(Set::size).sum())
                .isEqualTo(parameters(learner).size());
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

    /** How fast the loss rises along its gradient, by differences, is the norm of the gradient. */
    @Test
    void gradientsAreSlopesOfTheLoss() {
        CddFuseLearner learner = learner();
        Map<String, Tensor> parameters = parameters(learner);
        for (Phase phase : learner.phases(9, RATE)) {
            Map<String, Tensor> gradients = step(learner, phase, parameters).gradients();
            double norm = norm(gradients);
            double distance = 2e-3;
            double rise = loss(learner, phase, moved(parameters, gradients, distance / norm))
                    - loss(learner, phase, moved(parameters, gradients, -distance / norm));
            assertThat(rise / (2 * distance)).as(phase.name()).isCloseTo(norm, withinPercentage(2));
        }
    }

    private static double loss(CddFuseLearner learner, Phase phase, Map<String, Tensor> parameters) {
        return step(learner, phase, parameters).loss();
    }

    private static Map<String, Tensor> moved(
            Map<String, Tensor> parameters, Map<String, Tensor> gradients, double factor) {
        Map<String, Tensor> moved = new LinkedHashMap<>(parameters);
        gradients.forEach(
                (name, gradient) -> moved.put(name, parameters.get(name).plus(gradient.times(factor))));
        return moved;
    }

    /** So that a network fuses as it was trained, whatever the task and what the network adds to its output. */
    @Test
    void theFusedImageOfTheLossIsThatOfTheNetwork() {
        for (CddFuse network : List.of(CddFuse.QUARTER, CddFuse.MEDICAL)) {
            for (Task task : List.of(Task.VISIBLE_INFRARED, Task.MEDICAL)) {
                CddFuseLearner learner = learner(network, task);
                Parameters parameters = Parameters.of(parameters(learner));
                Batch batch = batch(learner);
                Tensor fused = network.over(parameters)
                        .fuse(new SourceTensors(
                                batch.sources(), List.of(), Optional.of(task), SourceAlphas.OPAQUE, Set.of()));
                List<Tensor> features = network.modules(parameters).features(batch.sources());
                double expected =
                        CddFuseLoss.fusion(batch.sources(), fused, features).toFloats()[0];
                assertThat((double) learner.fusionLoss(parameters, batch).toFloats()[0])
                        .as("%s, %s", network, task)
                        .isCloseTo(expected, withinPercentage(1e-3));
            }
        }
    }

    @Test
    void whatItCannotLearnFromIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new CddFuseLearner(CddFuse.HALF, List.of(Objective.of(Task.MULTI_FOCUS, 3)), Beginning.SEEDED))
                .withMessage("sources: cddfuse-32 fuses 2 sources, expected scenes of 2, found 3");
        learner().requirePatch(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learner().requirePatch(5))
                .withMessage("expected 6 or more, found 5");
    }
}
