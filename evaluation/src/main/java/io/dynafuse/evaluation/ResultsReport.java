package io.dynafuse.evaluation;

import io.dynafuse.evaluation.table.Table;
import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Results in writing. CSV has every score in a row of its own, with all that is needed to understand it. */
public record ResultsReport(Results results) implements Report {
    private static final List<String> HEADS = List.of(
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

    // What every report begins with, this version's and others'.
    private static final String CSV_START = String.join(",", HEADS.subList(0, 3)) + ",";
    private static final Pattern JSON_START =
            Pattern.compile("\\{\\s*\"standardDeviation\"\\s*:\\s*\"" + Pattern.quote(Statistics.DEVIATION) + "\"");

    /**
     * Whether a file holds such a report in any format, or nothing.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isReport(Path file) throws IOException {
        return Report.isEmptyOr(
                start -> start.startsWith(CSV_START)
                        || JSON_START.matcher(start).lookingAt()
                        || start.lines().limit(2).anyMatch(line -> line.startsWith(TableReport.CONVENTIONS)),
                file);
    }

    @Override
    public List<String> lines() {
        return TableReport.lines(results);
    }

    @Override
    public Object content() {
        return JsonReport.of(results);
    }

    @Override
    public Table rows() {
        Table.Builder rows = Table.of("", 0, HEADS);
        for (MethodResult method : results.methods()) {
            for (Outcome outcome : method.outcomes()) {
                for (int i = 0; i < results.measures().size(); i++) {
                    Measure measure = results.measures().get(i);
                    Scene scene = outcome.scene();
                    rows.row(
                            List.of(
                                    method.method(),
                                    scene.name(),
                                    scene.fused(),
                                    measure.metric().id()),
                            List.of(measure.profile().id(), measure.direction().words()),
                            found(outcome, i),
                            List.of(measure.colour().words(), SampleScale.DATA_RANGE),
                            outcome instanceof Outcome.Measured measured ? measured.samples() : "");
                }
            }
        }
        return rows.build();
    }

    /** Value, reason why there is none, and error. */
    private static List<Object> found(Outcome outcome, int measure) {
        if (outcome instanceof Outcome.Measured measured) {
            Score score = measured.scores().get(measure);
            return List.of(score.toOptional(), score instanceof Score.Undefined none ? none.reason() : "", "");
        }
        return List.of("", "", ((Outcome.Failed) outcome).reason());
    }
}
