package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * An experiment that trains a network in several ways, each with the same shortened budget, and measures what each fuses of held-out scenes.
 *
 * @param setup what all rows share
 * @param rows of which the first of a task is the paper's own, with which the others of the task are compared
 * @param columns what is measured, by the printed heads
 * @param remarks what to know before comparing, a sentence each
 */
public record TrainedExperiment(
        String id,
        String title,
        Setup setup,
        List<Row> rows,
        List<MeasuredExperiment.Column> columns,
        List<String> remarks)
        implements Experiment {
    public TrainedExperiment {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        remarks = List.copyOf(remarks);
    }

    /**
     * What all trainings of a network share.
     *
     * @param network what people call it
     * @param images to learn from and to measure on
     * @param takesImages whether scenes of a dataset can take the place of those that are made
     * @param foundation the checkpoint that all build upon, in words; empty if they begin with nothing
     * @param patch width and height of a part of a scene that is usual, in pixels
     * @param clip the largest norm of a module's gradients
     * @param convention how results are measured, a sentence
     * @param published how much the paper trained, in words
     */
    public record Setup(
            NetworkFamily family,
            String network,
            ExpectedImages images,
            boolean takesImages,
            Optional<String> foundation,
            int patch,
            double clip,
            String convention,
            String published) {}

    /**
     * One way to train, measured on one task.
     *
     * @param label what the row is called
     * @param published the printed row
     */
    record Row(String label, TrainingWay way, Task task, PublishedTable.Row published) {}

    /** The trainings, each once. */
    List<TrainingWay> ways() {
        return rows.stream().map(Row::way).distinct().toList();
    }

    /** The row that another is compared with, which may be itself. */
    Row baseline(Row row) {
        return rows.stream()
                .filter(other -> other.task() == row.task())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public ExpectedImages images() {
        return setup.images();
    }

    @Override
    public List<NetworkFamily> families() {
        return List.of(setup.family());
    }

    @Override
    public List<String> lines() {
        return List.of(
                id() + ": " + title,
                "    images: " + images().words(),
                "    available"
                        + setup.foundation().map(words -> " with " + words).orElse("") + "; trains "
                        + setup.network() + " in " + ways().size()
                        + " ways, shorter than the paper did");
    }

    List<Measure> measures() {
        return columns.stream().map(MeasuredExperiment.Column::measure).toList();
    }
}
