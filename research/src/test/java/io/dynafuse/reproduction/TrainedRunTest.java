package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.task.Task;
import io.dynafuse.training.TcMoaLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TrainedRunTest {
    private static final List<Task> TWO = List.of(Task.VISIBLE_INFRARED, Task.MULTI_FOCUS);
    private static final PublishedTable TABLE = PublishedTables.of(Paper.TC_MOA, 4);

    private static TrainedExperiment.Row row(Task task, String method, TrainingWay way) {
        return new TrainedExperiment.Row(
                task.word() + ": " + method, way, task, new PublishedTable.Row(TABLE, task.word(), method));
    }

    /** One step a task: nothing is learned, but a training of two tasks fills a row of each, and each row has its own task's scenes. */
    @Test
    void aTrainingFillsARowOfEachOfItsTasks() throws Exception {
        TrainingWay both = new TcMoaTraining(TcMoa.SMALL, TWO, TcMoaLearner.Options.ALL);
        TrainingWay focus =
                new TcMoaTraining(TcMoa.SMALL, List.of(Task.MULTI_FOCUS), new TcMoaLearner.Options(true, true, true));
        TrainedExperiment table = (TrainedExperiment) Experiments.of("tcmoa-table4");
        TrainedExperiment experiment = new TrainedExperiment(
                table.id(),
                table.title(),
                table.setup(),
                List.of(
                        row(Task.VISIBLE_INFRARED, "all tasks, several adapters", both),
                        row(Task.MULTI_FOCUS, "all tasks, several adapters", both),
                        row(Task.MULTI_FOCUS, "one task, one adapter", focus)),
                table.columns(),
                table.remarks());
        List<Integer> steps = new ArrayList<>();
        Reproduction reproduction = new TrainedRun(
                        experiment,
                        new TrainedRun.Budget(1, 1, 1, 112, 1, 2),
                        Optional.empty(),
                        Optional.empty(),
                        (done, total) -> steps.add(total))
                .run();
        assertThat(steps).isNotEmpty().containsOnly(2 + 1);
        assertThat(reproduction.remarks()).anyMatch(remark -> remark.contains("1 steps of each task"));
        assertThat(reproduction.rows()).hasSize(3);
        for (Reproduction.Row row : reproduction.rows()) {
            assertThat(row.cells()).hasSize(5).allSatisfy(cell -> {
                assertThat(cell.counted()).isEqualTo(8);
                assertThat(cell.publishedValue()).isPresent();
            });
        }
        assertThat(reproduction.rows().get(0).cells().get(0).ours())
                .isNotEqualTo(reproduction.rows().get(1).cells().get(0).ours());
        assertThat(reproduction.rows())
                .extracting(Reproduction.Row::baseline)
                .containsExactly(
                        Optional.empty(), Optional.empty(), Optional.of("multi-focus: all tasks, several adapters"));
        assertThat(reproduction
                        .rows()
                        .get(2)
                        .cells()
                        .get(0)
                        .movement()
                        .orElseThrow()
                        .publishedChange())
                .hasValue(-0.0051);
    }
}
