package io.dynafuse.evaluation.reproduction;

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
        Optional<String> doubt) {}
