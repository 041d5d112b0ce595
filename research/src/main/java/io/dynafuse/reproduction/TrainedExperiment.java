package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.task.Task;
import io.dynafuse.training.MetaLearning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An experiment that trains ReFusion in several ways, each with the same shortened budget, and measures what each fuses of held-out scenes.
 *
 * @param rows the ways, of which the first is the paper's own, with which the others are compared
 * @param columns what is measured, by the printed heads
 */
public record TrainedExperiment(String id, String title, List<Row> rows, List<MeasuredExperiment.Column> columns)
        implements Experiment {
    private static final ExpectedImages IMAGES = new ExpectedImages(
            "MSRS",
            "visible and infrared images; made from a seed if none are given, where the paper took those of MSRS",
            Optional.of(Task.VISIBLE_INFRARED),
            OptionalInt.of(361),
            Set.of());

    public TrainedExperiment {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /**
     * One way to train.
     *
     * @param label what the row is called
     * @param settings of which the numbers of steps in an epoch are those of the budget
     * @param published the printed row
     */
    public record Row(String label, MetaLearning settings, PublishedTable.Row published) {}

    @Override
    public ExpectedImages images() {
        return IMAGES;
    }

    @Override
    public List<NetworkFamily> families() {
        return List.of(NetworkFamily.REFUSION);
    }

    @Override
    public List<String> lines() {
        return List.of(
                id() + ": " + title,
                "    images: " + IMAGES.words(),
                "    available; trains ReFusion in " + rows.size() + " ways, shorter than the paper did");
    }

    List<Measure> measures() {
        return columns.stream().map(MeasuredExperiment.Column::measure).toList();
    }
}
