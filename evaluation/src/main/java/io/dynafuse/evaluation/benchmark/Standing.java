package io.dynafuse.evaluation.benchmark;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How an entry stands among all.
 *
 * @param means one a measure, over the scenes for which every entry has a number
 * @param ranks one a measure, from 1 for the best; entries of equal means share the mean of their ranks
 * @param averageRank the mean of the ranks; empty if there are none
 */
public record Standing(
        Entry entry, List<OptionalDouble> means, List<OptionalDouble> ranks, OptionalDouble averageRank) {
    public Standing {
        means = List.copyOf(means);
        ranks = List.copyOf(ranks);
    }
}
