package io.dynafuse.reproduction;

import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One number made again.
 *
 * @param scores of the scenes, in their order; none if the row was not run
 * @param ours the mean over the scenes that have a number; empty if there is none
 * @param published what is printed there, if the cell is in a printed table
 * @param movement how it differs from a baseline, where the paper says something about that
 */
public record ReproducedCell(
        List<Score> scores, OptionalDouble ours, Optional<PublishedCell> published, Optional<Movement> movement) {
    public ReproducedCell {
        scores = List.copyOf(scores);
    }

    /** The printed number. */
    public OptionalDouble publishedValue() {
        return published.map(PublishedCell::value).orElseGet(OptionalDouble::empty);
    }

    /** Ours minus the printed one; empty where either is missing. */
    public OptionalDouble difference() {
        OptionalDouble printed = publishedValue();
        return ours.isPresent() && printed.isPresent()
                ? OptionalDouble.of(ours.getAsDouble() - printed.getAsDouble())
                : OptionalDouble.empty();
    }

    /** How many scenes have a number. */
    public int counted() {
        return (int)
                scores.stream().filter(score -> score.toOptional().isPresent()).count();
    }
}
