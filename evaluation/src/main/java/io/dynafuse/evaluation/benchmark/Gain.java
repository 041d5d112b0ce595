package io.dynafuse.evaluation.benchmark;

import io.dynafuse.evaluation.Comparison;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * By which measures a variant of a method is better than its static fusion. Means are over the scenes for which both have a number, and the
 * direction of each measure is respected.
 *
 * @param better the measures by which it is better
 * @param compared how many measures have a mean of both
 */
public record Gain(String method, String variant, List<Measure> better, int compared) {
    public Gain {
        better = List.copyOf(better);
    }

    static Gain of(String method, List<Measure> measures, MethodResult fixed, MethodResult other) {
        List<Measure> better = new ArrayList<>();
        int compared = 0;
        for (int i = 0; i < measures.size(); i++) {
            List<Map<String, Double>> numbers = List.of(fixed.numbers(i), other.numbers(i));
            Comparison.Row row = Comparison.Row.of(measures.get(i), numbers);
            if (row.ranks().get(0).isPresent()) {
                compared++;
                if (row.ranks().get(1).getAsDouble() < row.ranks().get(0).getAsDouble()) {
                    better.add(measures.get(i));
                }
            }
        }
        return new Gain(method, other.method(), better, compared);
    }
}
