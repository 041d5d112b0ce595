package io.dynafuse.evaluation;

import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.util.List;

/**
 * Every score in a row of its own, with all that is needed to understand it. Quoted as RFC 4180 has it; lines end as those of
 * the other reports do.
 */
final class CsvReport {
    /** What every report begins with, this version's and others'. */
    static final String START = "method,image,fused,";

    private static final List<String> COLUMNS = List.of(
            "method",
            "image",
            "fused",
            "metric",
            "profile",
            "direction",
            "value",
            "undefined",
            "error",
            "colour",
            "data range",
            "samples");

    private CsvReport() {}

    static String write(Results results) throws IOException {
        return CsvText.of(COLUMNS, printer -> {
            for (MethodResult method : results.methods()) {
                for (Outcome outcome : method.outcomes()) {
                    for (int i = 0; i < results.measures().size(); i++) {
                        print(
                                printer,
                                method.method(),
                                outcome,
                                results.measures().get(i),
                                i);
                    }
                }
            }
        });
    }

    private static void print(CsvText.Row printer, String method, Outcome outcome, Measure measure, int index)
            throws IOException {
        String value = "";
        String undefined = "";
        String error = "";
        String samples = "";
        if (outcome instanceof Outcome.Failed failed) {
            error = failed.reason();
        } else if (outcome instanceof Outcome.Measured measured) {
            samples = measured.samples();
            Score score = measured.scores().get(index);
            value = score.toOptional().stream()
                    .mapToObj(Double::toString)
                    .findFirst()
                    .orElse("");
            undefined = score instanceof Score.Undefined none ? none.reason() : "";
        }
        printer.printRecord(
                method,
                outcome.scene().name(),
                outcome.scene().fused(),
                measure.metric().id(),
                measure.profile().id(),
                measure.direction().words(),
                value,
                undefined,
                error,
                measure.colour().words(),
                SampleScale.DATA_RANGE,
                samples);
    }
}
