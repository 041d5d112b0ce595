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
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            csv.printRecord("step", "lesson", "loss", "rate");
            for (int step = 0; step < losses.length; step++) {
                int lesson = step % plan.lessons().size() + 1;
                csv.printRecord(step + 1, lesson, losses[step], plan.rate().at(step, plan.steps()));
            }
        }
        AtomicFile.write(folder.resolve("losses.csv"), AtomicFile.Content.of(text.toString()));
        AtomicFile.write(folder.resolve("validations.csv"), AtomicFile.Content.of(text(validations)));
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
