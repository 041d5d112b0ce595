package io.dynafuse.evaluation.benchmark;

import io.dynafuse.evaluation.Comparison;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Results;
import io.dynafuse.fusion.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Many methods on one dataset.
 *
 * @param measures in the order of the scores
 * @param entries in the order in which they were made
 */
public record Benchmark(List<Measure> measures, List<Entry> entries) {
    /** @throws IllegalArgumentException if nothing was measured */
    public Benchmark {
        measures = List.copyOf(measures);
        entries = List.copyOf(entries);
        if (entries.stream().allMatch(entry -> entry.measured() == 0)) {
            throw new IllegalArgumentException("expected one measured image or more, found none");
        }
    }

    /** All entries, the best first; those without a rank, of which no image could be measured, stand last and take no part in the others' ranks. */
    public List<Standing> standings() {
        List<Entry> ranked = ranked();
        Comparison comparison = comparison(ranked);
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            int place = i;
            standings.add(new Standing(
                    ranked.get(i),
                    comparison.rows().stream()
                            .map(row -> row.means().get(place))
                            .toList(),
                    comparison.rows().stream()
                            .map(row -> row.ranks().get(place))
                            .toList(),
                    comparison.averageRanks().get(i)));
        }
        standings.sort(
                Comparator.comparingDouble(standing -> standing.averageRank().orElse(Double.POSITIVE_INFINITY)));
        List<OptionalDouble> none = Collections.nCopies(measures.size(), OptionalDouble.empty());
        Stream<Standing> others = entries.stream()
                .filter(entry -> entry.measured() == 0)
                .map(entry -> new Standing(entry, none, none, OptionalDouble.empty()));
        return Stream.concat(standings.stream(), others).toList();
    }

    /** The least and the most scenes that a mean is over, by measure. */
    String scenes() {
        LongStream counts = comparison(ranked()).rows().stream().mapToLong(Comparison.Row::images);
        List<Long> sorted = counts.sorted().boxed().toList();
        long least = sorted.get(0);
        long most = sorted.get(sorted.size() - 1);
        return least == most ? Long.toString(least) : least + " to " + most;
    }

    private List<Entry> ranked() {
        return entries.stream().filter(entry -> entry.measured() > 0).toList();
    }

    private Comparison comparison(List<Entry> ranked) {
        return Comparison.of(
                new Results(measures, ranked.stream().map(Entry::result).toList()));
    }

    /** Of every method that was also fused statically, a gain for each other variant, in the order of the entries. */
    public List<Gain> gains() {
        List<Gain> gains = new ArrayList<>();
        for (String method : entries.stream().map(Entry::method).distinct().toList()) {
            List<MethodResult> results = entries.stream()
                    .filter(entry -> entry.method().equals(method))
                    .map(Entry::result)
                    .toList();
            results.stream()
                    .filter(Benchmark::isStatic)
                    .findFirst()
                    .ifPresent(fixed -> results.stream()
                            .filter(other -> !isStatic(other))
                            .forEach(other -> gains.add(Gain.of(method, measures, fixed, other))));
        }
        return gains;
    }

    private static boolean isStatic(MethodResult result) {
        return result.method().equals(Variant.STATIC.label());
    }
}
