package io.dynafuse.reproduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dynafuse.metrics.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Everything that was found, the scores of every scene too. Infinite numbers are texts, as JSON has no other way to write them. */
final class ReproductionJson {
    private static final String FIRST = "experiment";

    /** How every such report begins. */
    static final Pattern START = Pattern.compile("\\{\\s*\"" + FIRST + "\"\\s*:");

    private ReproductionJson() {}

    static String write(Reproduction reproduction) throws JsonProcessingException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put(FIRST, reproduction.experiment().id());
        report.put("title", reproduction.experiment().title());
        report.put("data", reproduction.dataset().toString());
        report.put("network", reproduction.network());
        report.put("weights", reproduction.weights());
        report.put("conventions", reproduction.conventions());
        report.put("remarks", reproduction.remarks());
        report.put("scenes", reproduction.scenes());
        report.put(
                "failed",
                reproduction.failed().stream()
                        .map(failed -> Map.of("scene", failed.scene(), "reason", failed.reason()))
                        .toList());
        report.put(
                "rows",
                reproduction.rows().stream().map(row -> row(reproduction, row)).toList());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report) + "\n";
    }

    private static Map<String, Object> row(Reproduction reproduction, ReproducedRow row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("row", row.label());
        object.put("variant", row.variant());
        row.method().ifPresent(method -> object.put("paperRow", method));
        row.baseline().ifPresent(baseline -> object.put("baseline", baseline));
        object.put("control", row.contrast());
        row.absent().ifPresent(reason -> object.put("absent", reason));
        List<Map<String, Object>> cells = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            cells.add(cell(reproduction.columns().get(i), row.cells().get(i)));
        }
        object.put("cells", cells);
        return object;
    }

    private static Map<String, Object> cell(ReproducedColumn column, ReproducedCell cell) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("metric", column.label());
        object.put("direction", column.direction().words());
        putNumber(object, "ours", cell.ours());
        putNumber(object, "paper", cell.publishedValue());
        putNumber(object, "difference", cell.difference());
        cell.published().flatMap(PublishedCell::doubt).ifPresent(doubt -> object.put("doubt", doubt));
        object.put("scores", cell.scores().stream().map(ReproductionJson::score).toList());
        cell.movement().ifPresent(movement -> object.put("movement", movement(movement)));
        return object;
    }

    private static Map<String, Object> movement(Movement movement) {
        Map<String, Object> object = new LinkedHashMap<>();
        putNumber(object, "change", movement.change());
        putNumber(object, "paperChange", movement.publishedChange());
        if (movement.verdict() != Movement.Verdict.NOTHING_TO_SAY) {
            object.put("movesAsPublished", ReproductionCsv.word(movement.verdict()));
            object.put("scenesAsPublished", movement.along());
            object.put("scenesAgainst", movement.against());
        }
        object.put("scenes", movement.scenes());
        movement.doubt().ifPresent(doubt -> object.put("doubt", doubt));
        return object;
    }

    private static Object score(Score score) {
        return score instanceof Score.Undefined undefined
                ? Map.of("undefined", undefined.reason())
                : number(score.toOptional().orElseThrow());
    }

    private static Object number(double value) {
        return Double.isInfinite(value) ? Double.toString(value) : (Object) value;
    }

    private static void putNumber(Map<String, Object> object, String name, OptionalDouble value) {
        value.ifPresent(number -> object.put(name, number(number)));
    }
}
