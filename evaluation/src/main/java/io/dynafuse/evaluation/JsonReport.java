package io.dynafuse.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dynafuse.metrics.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Everything that was found, for programs. Infinite numbers are texts, as JSON has no other way to write them. */
final class JsonReport {
    private static final String FIRST = "standardDeviation";

    /** How every report begins. */
    static final Pattern START =
            Pattern.compile("\\{\\s*\"" + FIRST + "\"\\s*:\\s*\"" + Pattern.quote(Statistics.DEVIATION) + "\"");

    private JsonReport() {}

    static String write(Results results) throws JsonProcessingException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put(FIRST, Statistics.DEVIATION);
        report.put("colour", colourRules(results));
        report.put(
                "methods",
                results.methods().stream()
                        .map(method -> method(results, method))
                        .toList());
        if (results.methods().size() > 1) {
            report.put("comparison", comparison(results));
        }
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report) + "\n";
    }

    private static Map<String, String> colourRules(Results results) {
        Map<String, String> rules = new TreeMap<>();
        results.measures()
                .forEach(measure ->
                        rules.put(measure.colour().id(), measure.colour().words()));
        return rules;
    }

    private static Map<String, Object> method(Results results, MethodResult method) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("method", method.method());
        object.put(
                "images",
                method.outcomes().stream()
                        .map(outcome -> image(results.measures(), outcome))
                        .toList());
        List<Map<String, Object>> summary = new ArrayList<>();
        for (int i = 0; i < results.measures().size(); i++) {
            Map<String, Object> entry = measure(results.measures().get(i));
            Statistics statistics = method.statistics(i);
            putNumber(entry, "mean", statistics.mean());
            putNumber(entry, "standardDeviation", statistics.deviation());
            entry.put("images", statistics.counted());
            entry.put("infinite", statistics.infinite());
            entry.put("undefined", statistics.undefined());
            entry.put("failed", statistics.failed());
            summary.add(entry);
        }
        object.put("summary", summary);
        return object;
    }

    private static Map<String, Object> image(List<Measure> measures, Outcome outcome) {
        Scene scene = outcome.scene();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("image", scene.name());
        object.put("fused", scene.fused().toString());
        object.put("sources", scene.sources().stream().map(Path::toString).toList());
        scene.truth().ifPresent(truth -> object.put("groundTruth", truth.toString()));
        if (outcome instanceof Outcome.Failed failed) {
            object.put("error", failed.reason());
        } else if (outcome instanceof Outcome.Measured measured) {
            object.put("width", measured.width());
            object.put("height", measured.height());
            object.put("samples", measured.samples());
            if (!measured.notes().isEmpty()) {
                object.put("notes", measured.notes());
            }
            List<Map<String, Object>> scores = new ArrayList<>();
            for (int i = 0; i < measures.size(); i++) {
                scores.add(score(measures.get(i), measured.scores().get(i)));
            }
            object.put("scores", scores);
        }
        return object;
    }

    private static Map<String, Object> score(Measure measure, Score score) {
        Map<String, Object> object = measure(measure);
        putNumber(object, "value", score.toOptional());
        if (score instanceof Score.Undefined undefined) {
            object.put("undefined", undefined.reason());
        }
        return object;
    }

    private static Map<String, Object> comparison(Results results) {
        Comparison comparison = Comparison.of(results);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Comparison.Row row : comparison.rows()) {
            Map<String, Object> object = measure(row.measure());
            object.put("images", row.images());
            List<Map<String, Object>> methods = new ArrayList<>();
            for (int i = 0; i < results.methods().size(); i++) {
                Map<String, Object> method = new LinkedHashMap<>();
                method.put("method", results.methods().get(i).method());
                putNumber(method, "mean", row.means().get(i));
                putNumber(method, "rank", row.ranks().get(i));
                methods.add(method);
            }
            object.put("methods", methods);
            rows.add(object);
        }
        Map<String, Object> ranks = new LinkedHashMap<>();
        for (int i = 0; i < results.methods().size(); i++) {
            putNumber(
                    ranks,
                    results.methods().get(i).method(),
                    comparison.averageRanks().get(i));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("metrics", rows);
        object.put("averageRank", ranks);
        object.put("metricsRanked", comparison.ranking());
        return object;
    }

    private static Map<String, Object> measure(Measure measure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("metric", measure.metric().id());
        object.put("profile", measure.profile().id());
        object.put("direction", measure.direction().words());
        object.put("colour", measure.colour().id());
        object.put("dataRange", SampleScale.DATA_RANGE);
        return object;
    }

    private static void putNumber(Map<String, Object> object, String name, OptionalDouble number) {
        number.ifPresent(value -> object.put(name, Double.isInfinite(value) ? Double.toString(value) : (Object) value));
    }
}
