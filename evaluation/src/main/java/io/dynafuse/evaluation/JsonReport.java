package io.dynafuse.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dynafuse.metrics.Score;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Everything that was found, for programs. */
record JsonReport(
        String standardDeviation, Map<String, String> colour, List<OfMethod> methods, Optional<SideBySide> comparison) {

    record OfMethod(String method, List<Object> images, List<Summary> summary) {}

    record Measured(
            @JsonUnwrapped SceneFiles files,
            int width,
            int height,
            String samples,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            List<Value> scores) {}

    record Failed(@JsonUnwrapped SceneFiles files, String error) {}

    record SceneFiles(String image, String fused, List<String> sources, Optional<String> groundTruth) {}

    record MeasureFacts(String metric, String profile, String direction, String colour, String dataRange) {}

    record Value(@JsonUnwrapped MeasureFacts measure, OptionalDouble value, Optional<String> undefined) {}

    record Summary(
            @JsonUnwrapped MeasureFacts measure,
            OptionalDouble mean,
            OptionalDouble standardDeviation,
            int images,
            int infinite,
            int undefined,
            int failed) {}

    record SideBySide(
            List<Ranking> metrics,

            @JsonInclude(content = JsonInclude.Include.NON_ABSENT)
            Map<String, OptionalDouble> averageRank,

            long metricsRanked) {}

    record Ranking(@JsonUnwrapped MeasureFacts measure, int images, List<Rank> methods) {}

    record Rank(String method, OptionalDouble mean, OptionalDouble rank) {}

    static JsonReport of(Results results) {
        Map<String, String> colours = new TreeMap<>();
        results.measures()
                .forEach(measure ->
                        colours.put(measure.colour().id(), measure.colour().words()));
        return new JsonReport(
                Statistics.DEVIATION,
                colours,
                results.methods().stream()
                        .map(method -> new OfMethod(
                                method.method(),
                                method.outcomes().stream()
                                        .map(outcome -> image(results.measures(), outcome))
                                        .toList(),
                                each(
                                        results.measures(),
                                        i -> summary(results.measures().get(i), method.statistics(i)))))
                        .toList(),
                results.methods().size() > 1 ? Optional.of(sideBySide(results)) : Optional.empty());
    }

    private static <T> List<T> each(List<?> list, IntFunction<T> part) {
        return IntStream.range(0, list.size()).mapToObj(part).toList();
    }

    private static Object image(List<Measure> measures, Outcome outcome) {
        Scene scene = outcome.scene();
        SceneFiles files = new SceneFiles(
                scene.name(),
                scene.fused().toString(),
                scene.sources().stream().map(Path::toString).toList(),
                scene.truth().map(Path::toString));
        if (outcome instanceof Outcome.Measured measured) {
            return new Measured(
                    files,
                    measured.width(),
                    measured.height(),
                    measured.samples(),
                    measured.notes(),
                    each(measures, i -> value(measures.get(i), measured.scores().get(i))));
        }
        return new Failed(files, ((Outcome.Failed) outcome).reason());
    }

    private static Value value(Measure measure, Score score) {
        return new Value(
                facts(measure),
                score.toOptional(),
                score instanceof Score.Undefined none ? Optional.of(none.reason()) : Optional.empty());
    }

    private static Summary summary(Measure measure, Statistics of) {
        return new Summary(
                facts(measure), of.mean(), of.deviation(), of.counted(), of.infinite(), of.undefined(), of.failed());
    }

    private static SideBySide sideBySide(Results results) {
        Comparison comparison = Comparison.of(results);
        List<String> names =
                results.methods().stream().map(MethodResult::method).toList();
        Map<String, OptionalDouble> ranks = new LinkedHashMap<>();
        each(names, i -> ranks.put(names.get(i), comparison.averageRanks().get(i)));
        return new SideBySide(
                comparison.rows().stream()
                        .map(row -> new Ranking(
                                facts(row.measure()),
                                row.images(),
                                each(
                                        names,
                                        i -> new Rank(
                                                names.get(i),
                                                row.means().get(i),
                                                row.ranks().get(i)))))
                        .toList(),
                ranks,
                comparison.ranking());
    }

    private static MeasureFacts facts(Measure measure) {
        return new MeasureFacts(
                measure.metric().id(),
                measure.profile().id(),
                measure.direction().words(),
                measure.colour().id(),
                SampleScale.DATA_RANGE);
    }
}
