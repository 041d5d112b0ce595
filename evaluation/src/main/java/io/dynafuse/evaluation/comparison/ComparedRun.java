package io.dynafuse.evaluation.comparison;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one set of weights made of one dataset.
 *
 * @param weights what they are called
 * @param folder that the names of fused images in the results start from
 * @param results a method for each variant
 */
public record ComparedRun(String weights, ComparedDataset dataset, Path folder, Results results) {
    /** The scores of a variant that are numbers, by scene; none if this was not measured. */
    Map<String, Double> numbers(String variant, Measure measure) {
        int place = results.measures().indexOf(measure);
        return place < 0
                ? Map.of()
                : method(variant).map(method -> method.numbers(place)).orElse(Map.of());
    }

    /** The image that a variant made of a scene; empty if it could not be made or measured. */
    Optional<Path> fused(String variant, String scene) {
        return method(variant).stream()
                .flatMap(MethodResult::measured)
                .map(Outcome.Measured::scene)
                .filter(measured -> measured.name().equals(scene))
                .map(measured -> folder.resolve(measured.fused()))
                .findFirst();
    }

    /** A line for each image that could not be made or measured. */
    Stream<String> failures() {
        return results.failed()
                .map(failed -> weights + ": " + dataset.name() + ": " + failed.reason())
                .distinct();
    }

    private Optional<MethodResult> method(String variant) {
        return results.methods().stream()
                .filter(method -> method.method().equals(variant))
                .findFirst();
    }
}
