package io.dynafuse.training;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.CsvCell;
import io.dynafuse.training.TrainingRecord.Validated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The course of a training as tables to plot. */
final class TrainingCurves {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    private TrainingCurves() {}

    static void write(Path folder, TrainingPlan plan, float[] losses, List<Validated> validations) throws IOException {
        AtomicFile.write(folder.resolve("losses.csv"), AtomicFile.Content.of(text(plan, losses)));
        AtomicFile.write(folder.resolve("validations.csv"), AtomicFile.Content.of(text(validations)));
    }

    private static String text(TrainingPlan plan, float[] losses) throws IOException {
        Schedule schedule = plan.schedule();
        boolean phases = schedule.phases().size() > 1;
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            List<Object> head = new ArrayList<>(List.of("step", "lesson", "loss", "rate"));
            if (phases) {
                head.add("phase");
            }
            csv.printRecord(head);
            for (int step = 0; step < losses.length; step++) {
                long objective = schedule.batchesBefore(step)
                                % plan.learner().objectives().size()
                        + 1;
                List<Object> row = new ArrayList<>(List.of(step + 1, objective, losses[step], schedule.rate(step)));
                if (phases) {
                    row.add(schedule.phase(step).name());
                }
                csv.printRecord(row);
            }
        }
        return text.toString();
    }

    private static String text(List<Validated> validations) throws IOException {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            for (Validated row : validations) {
                if (text.isEmpty()) {
                    List<Object> head = new ArrayList<>(List.of("step", "score"));
                    row.measures().keySet().stream().map(CsvCell::of).forEach(head::add);
                    csv.printRecord(head);
                }
                List<Object> cells = new ArrayList<>(List.of(row.step(), row.score()));
                cells.addAll(row.measures().values());
                csv.printRecord(cells);
            }
        }
        return text.toString();
    }
}
