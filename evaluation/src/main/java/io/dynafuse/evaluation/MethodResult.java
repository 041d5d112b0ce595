package io.dynafuse.evaluation;

import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found about one method.
 *
 * @param outcomes one a scene, in the order of the scenes, with those that had no partner among them
 */
public record MethodResult(String method, List<Outcome> outcomes) {
    public MethodResult {
        outcomes = List.copyOf(outcomes);
    }

    /** The scenes that could be measured. */
    public Stream<Outcome.Measured> measured() {
        return outcomes.stream().filter(Outcome.Measured.class::isInstance).map(Outcome.Measured.class::cast);
    }

    /** The scenes that could not be measured. */
    public Stream<Outcome.Failed> failed() {
        return outcomes.stream().filter(Outcome.Failed.class::isInstance).map(Outcome.Failed.class::cast);
    }

    /**
     * Of one image, the reason why it cannot be measured is all there is to say.
     *
     * @throws IOException if an image could not be measured
     */
    public void requireMeasured() throws IOException {
        Optional<Outcome.Failed> first = failed().findFirst();
        if (first.isPresent()) {
            throw new IOException(first.get().reason(), first.get().cause().orElse(null));
        }
    }

    /** Mean, deviation and counts of one measure. */
    Statistics statistics(int measure) {
        return Statistics.of(
                measured().map(outcome -> outcome.scores().get(measure)).toList(), (int) failed().count());
    }

    /** The scores of one measure that are numbers, by scene. */
    public Map<String, Double> numbers(int measure) {
        Map<String, Double> numbers = new HashMap<>();
        measured().forEach(outcome -> {
            if (outcome.scores().get(measure) instanceof Score.Value value) {
                numbers.put(outcome.scene().name(), value.number());
            }
        });
        return Collections.unmodifiableMap(numbers);
    }

    /**
     * The names of the scenes for which a measure is undefined, by the reason, in the order of the scenes.
     *
     * @param measure its place among those of the results
     */
    public Map<String, List<String>> undefined(int measure) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        measured().forEach(outcome -> {
            if (outcome.scores().get(measure) instanceof Score.Undefined none) {
                byReason.computeIfAbsent(none.reason(), reason -> new ArrayList<>())
                        .add(outcome.scene().name());
            }
        });
        return byReason;
    }
}
