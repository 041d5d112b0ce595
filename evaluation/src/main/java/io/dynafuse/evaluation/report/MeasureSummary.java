package io.dynafuse.evaluation.report;

import io.dynafuse.evaluation.Comparison;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.Statistics;
import io.dynafuse.metrics.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The methods by one measure. All are judged by the same images: those for which every method has a number. A method without any number
 * takes no part, as there would be none to judge the others by.
 *
 * @param images how many these are
 * @param methods one a method of the results; empty for one that takes no part
 */
record MeasureSummary(Measure measure, int images, List<Optional<Entry>> methods) {
    /**
     * One method by one measure.
     *
     * @param statistics over the images that all are judged by
     * @param standing among the others
     * @param change against the first method; empty for itself, or if either takes no part
     */
    record Entry(Statistics statistics, Comparison.Standing standing, Optional<Change> change) {}

    /**
     * What became of the scores of the first method.
     *
     * @param gain by how much the mean is better, negative if it is worse, in units of the measure; empty if a mean is infinite
     * @param better how many images have a better score
     * @param equal how many have the same one
     * @param images of how many
     */
    record Change(OptionalDouble gain, int better, int equal, int images) {}

    static MeasureSummary of(Results results, int index) {
        Measure measure = results.measures().get(index);
        List<Map<String, Double>> numbers =
                results.methods().stream().map(method -> method.numbers(index)).toList();
        List<Map<String, Double>> taking =
                numbers.stream().filter(method -> !method.isEmpty()).toList();
        if (taking.isEmpty()) {
            return new MeasureSummary(
                    measure,
                    0,
                    numbers.stream().map(m -> Optional.<Entry>empty()).toList());
        }
        Set<String> common = Comparison.commonScenes(taking);
        Comparison.Row row = Comparison.Row.of(measure, taking);
        List<Optional<Entry>> entries = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i).isEmpty()) {
                entries.add(Optional.empty());
                continue;
            }
            Optional<Change> change = i == 0 || numbers.get(0).isEmpty() || common.isEmpty()
                    ? Optional.empty()
                    : Optional.of(change(measure, common, numbers.get(0), numbers.get(i)));
            entries.add(Optional.of(new Entry(
                    statistics(common, numbers.get(i), results.methods().get(i)), standing(row, next++), change)));
        }
        return new MeasureSummary(measure, common.size(), entries);
    }

    private static Statistics statistics(Set<String> common, Map<String, Double> numbers, MethodResult method) {
        List<Score> scores =
                common.stream().map(scene -> Score.of(numbers.get(scene))).toList();
        return Statistics.of(scores, (int) method.failed().count());
    }

    /** Where all are equal, nobody is best. */
    private static Comparison.Standing standing(Comparison.Row row, int index) {
        Comparison.Standing standing = row.standings().get(index);
        boolean allEqual = row.standings().stream().distinct().count() == 1;
        return allEqual ? Comparison.Standing.OTHER : standing;
    }

    private static Change change(
            Measure measure, Set<String> common, Map<String, Double> before, Map<String, Double> after) {
        int better = 0;
        int equal = 0;
        for (String scene : common) {
            int order = Double.compare(merit(measure, after, scene), merit(measure, before, scene));
            better += order > 0 ? 1 : 0;
            equal += order == 0 ? 1 : 0;
        }
        return new Change(gain(measure, common, before, after), better, equal, common.size());
    }

    private static OptionalDouble gain(
            Measure measure, Set<String> common, Map<String, Double> before, Map<String, Double> after) {
        double gain = measure.direction().merit(mean(common, after))
                - measure.direction().merit(mean(common, before));
        return Double.isFinite(gain) ? OptionalDouble.of(gain) : OptionalDouble.empty();
    }

    private static double mean(Set<String> common, Map<String, Double> numbers) {
        return common.stream().mapToDouble(numbers::get).sum() / common.size();
    }

    private static double merit(Measure measure, Map<String, Double> numbers, String scene) {
        // Adding zero makes the two zeros one.
        return measure.direction().merit(numbers.get(scene)) + 0.0;
    }
}
