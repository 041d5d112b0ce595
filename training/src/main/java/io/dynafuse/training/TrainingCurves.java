package io.dynafuse.training;

import io.dynafuse.evaluation.table.Table;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.training.TrainingRecord.Validated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The course of a training as tables to plot. */
final class TrainingCurves {
    private TrainingCurves() {}

    static void write(Path folder, TrainingPlan plan, float[] losses, List<Validated> validations) throws IOException {
        Schedule schedule = plan.schedule();
        boolean phases = schedule.phases().size() > 1;
        Table.Builder course = Table.of("", 1, "step", "lesson", "loss", "rate", phases ? "phase" : List.of());
        for (int step = 0; step < losses.length; step++) {
            long objective = step % plan.learner().objectives().size() + 1;
            course.row(
                    step + 1,
                    objective,
                    losses[step],
                    schedule.rate(step),
                    phases ? schedule.phase(step).name() : List.of());
        }
        AtomicFile.write(
                folder.resolve("losses.csv"),
                AtomicFile.Content.of(course.build().csv()));
        AtomicFile.write(folder.resolve("validations.csv"), AtomicFile.Content.of(text(validations)));
    }

    private static String text(List<Validated> validations) {
        if (validations.isEmpty()) {
            return "";
        }
        Table.Builder table =
                Table.of("", 1, "step", "score", validations.get(0).measures().keySet());
        validations.forEach(
                row -> table.row(row.step(), row.score(), row.measures().values()));
        return table.build().csv();
    }
}
