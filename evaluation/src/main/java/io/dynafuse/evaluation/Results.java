package io.dynafuse.evaluation;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found, about one method or several.
 *
 * @param measures in the order of the scores
 */
public record Results(List<Measure> measures, List<MethodResult> methods) {
    public Results {
        measures = List.copyOf(measures);
        methods = List.copyOf(methods);
    }

    /** The scenes of any method that could not be measured. */
    public Stream<Outcome.Failed> failed() {
        return methods.stream().flatMap(MethodResult::failed);
    }

    /** How samples came onto the scale 0..255, each way once. */
    List<SampleScale> scales() {
        return methods.stream()
                .flatMap(MethodResult::measured)
                .flatMap(outcome -> outcome.scales().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
