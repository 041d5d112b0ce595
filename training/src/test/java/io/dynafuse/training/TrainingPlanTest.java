package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.loss.TrainingLoss;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {
    private static TrainingPlan plan(
            String loss, int scenes, int side, long steps, int batch, int patch, double clip, double decay, int every) {
        return new TrainingPlan(
                new FusionLearner(
                        Ifcnn.SUM,
                        List.of(
                                Objective.of(Task.MULTI_FOCUS, 2, TrainingLoss.parse(loss)),
                                Objective.of(Task.MEDICAL, 2))),
                "none",
                scenes,
                side,
                1,
                steps,
                batch,
                patch,
                Adam.STANDARD,
                new LearningRate(1e-3, LearningRate.Course.CONSTANT, 0),
                clip,
                decay,
                every);
    }

    @ParameterizedTest
    @CsvSource({
        "l1, 0, 64, 10, 1, 16, 1, 0.9, 1, scenes: expected 1 to 100000",
        "l1, 1, -1, 10, 1, 16, 1, 0.9, 1, scene-side: expected 1 to 100000",
        "l1, 1, 64, 0, 1, 16, 1, 0.9, 1, steps: expected 1 to 10000000",
        "l1, 1, 64, 4000000000, 1, 16, 1, 0.9, 1, steps: expected 1 to 10000000",
        "l1, 1, 64, 10, 0, 16, 1, 0.9, 1, batch: expected 1 to 100000",
        "l1, 1, 64, 10, 1, 0, 1, 0.9, 1, patch: expected 1 to 100000",
        "l1, 1, 64, 10, 1, 16, 0, 0.9, 1, clip: expected a number above 0",
        "l1, 1, 64, 10, 1, 16, NaN, 0.9, 1, clip: expected a number above 0",
        "l1, 1, 64, 10, 1, 16, 1, 1, 1, ema-decay: expected a number from 0 to below 1",
        "l1, 1, 64, 10, 1, 16, 1, 0.9, 0, validate-every: expected 1 or more",
        "l1, 1, 64, 100001, 1, 16, 1, 0.9, 1, at most 100000 validations",
        "ssim, 1, 64, 10, 1, 10, 1, 0.9, 1, patch: expected 11 or more for the loss ssim",
        // The medical objective's SSIM.
        "l1, 1, 64, 10, 1, 10, 1, 0.9, 1, patch: expected 11 or more for the loss intensity-max",
        // IFCNN sees 5 pixels around what it fuses.
        "l1, 1, 25, 10, 1, 16, 1, 0.9, 1, scene-side: expected 26 or more",
        "l1, 1, 64, 10, 6205, 16, 1, 0.9, 1, batch: expected 6204 or fewer parts of 26x26",
    })
    void numbersThatCannotBeAreNamed(
            String loss,
            int scenes,
            int side,
            long steps,
            int batch,
            int patch,
            double clip,
            double decay,
            int every,
            String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(loss, scenes, side, steps, batch, patch, clip, decay, every))
                .withMessageContaining(message);
    }

    /** Two objectives of 10 scenes of two sources and a truth, 3 bytes a pixel, and two at work on 600 bytes a pixel. */
    @Test
    void scenesTakeRoom() {
        TrainingPlan plan = plan("l1", 10, 100, 10, 1, 16, 1, 0.9, 1);
        assertThat(PlannedScenes.heapBytes(plan, 2)).isEqualTo(100 * 100 * (10 * 6 * 3 + 2 * 600));
    }
}
