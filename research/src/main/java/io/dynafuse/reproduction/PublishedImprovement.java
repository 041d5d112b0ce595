package io.dynafuse.reproduction;

import io.dynafuse.metrics.Direction;
import java.util.Optional;

/**
 * What a paper prints as the improvement of one row over another.
 *
 * @param better the printed mark: an upward triangle stands for better, whatever the direction of the metric, a downward one for worse
 * @param change the printed size of the change, never negative
 * @param doubt why mark or change should not be trusted, if there is a reason
 */
public record PublishedImprovement(
        String dataset,
        String baseline,
        String improved,
        String metric,
        boolean better,
        double change,
        Optional<String> doubt) {
    private static final double ROUNDING = 1e-6;

    /** Whether size and mark are those of the change between the two printed rows. */
    boolean agrees(double changeOfRows, Direction direction) {
        return Math.abs(Math.abs(changeOfRows) - change) < ROUNDING
                && (change < ROUNDING || better == direction.merit(changeOfRows) > 0);
    }
}
