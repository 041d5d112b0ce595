package io.dynafuse.evaluation;

import io.dynafuse.metrics.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Methods side by side.
 *
 * @param rows one a measure, in their order
 * @param averageRanks one a method: the mean of its ranks over the measures that rank; nothing if none does
 */
public record Comparison(List<Row> rows, List<OptionalDouble> averageRanks) {
    public Comparison {
        rows = List.copyOf(rows);
        averageRanks = List.copyOf(averageRanks);
    }

    /** How a method stands among the others. */
    public enum Standing {
        BEST,
        SECOND,
        OTHER
    }

    /**
     * The methods by one measure. All are judged by the same images: those for which every method has a number.
     *
     * @param images how many these are
     * @param means one a method; empty if there are no such images
     * @param ranks one a method, from 1 for the best; methods of equal means share the mean of their ranks; empty if there are
     *     no means
     * @param standings one a method
     */
    public record Row(
            Measure measure,
            int images,
            List<OptionalDouble> means,
            List<OptionalDouble> ranks,
            List<Standing> standings) {
        public Row {
            means = List.copyOf(means);
            ranks = List.copyOf(ranks);
            standings = List.copyOf(standings);
        }

        /**
         * The methods by the scores they have.
         *
         * @param numbers the numbers of each method by scene, one method or more
         */
        public static Row of(Measure measure, List<Map<String, Double>> numbers) {
            Set<String> common = commonScenes(numbers);
            List<OptionalDouble> means = numbers.stream()
                    .map(method -> Statistics.mean(
                            common.stream().mapToDouble(method::get).toArray()))
                    .toList();
            if (means.stream().anyMatch(OptionalDouble::isEmpty)) {
                return unranked(measure, common.size(), means);
            }
            List<Double> merits = merits(measure.direction(), means);
            return new Row(
                    measure,
                    common.size(),
                    means,
                    merits.stream()
                            .map(merit -> OptionalDouble.of(rank(merit, merits)))
                            .toList(),
                    standingsOf(merits));
        }
    }

    /** The methods of the results side by side. */
    public static Comparison of(Results results) {
        List<Row> rows = IntStream.range(0, results.measures().size())
                .mapToObj(measure -> row(results, measure))
                .toList();
        List<OptionalDouble> averages = IntStream.range(0, results.methods().size())
                .mapToObj(method -> rows.stream()
                        .flatMapToDouble(row -> row.ranks().get(method).stream())
                        .average())
                .toList();
        return new Comparison(rows, averages);
    }

    /** The scenes for which every method has a number, in the order of their names. */
    public static Set<String> commonScenes(List<Map<String, Double>> numbers) {
        Set<String> common = new TreeSet<>(numbers.get(0).keySet());
        numbers.forEach(method -> common.retainAll(method.keySet()));
        return common;
    }

    /** How many of the measures rank the methods. */
    public long ranking() {
        return rows.stream().filter(row -> row.ranks().get(0).isPresent()).count();
    }

    private static Row row(Results results, int index) {
        return Row.of(
                results.measures().get(index),
                results.methods().stream().map(method -> method.numbers(index)).toList());
    }

    private static Row unranked(Measure measure, int images, List<OptionalDouble> means) {
        return new Row(
                measure,
                images,
                means,
                means.stream().map(mean -> OptionalDouble.empty()).toList(),
                means.stream().map(mean -> Standing.OTHER).toList());
    }

    private static List<Double> merits(Direction direction, List<OptionalDouble> means) {
        return means.stream()
                // Adding zero makes the two zeros one.
                .map(mean -> direction.merit(mean.getAsDouble()) + 0.0)
                .toList();
    }

    private static double rank(double merit, List<Double> merits) {
        long better = merits.stream().filter(other -> other > merit).count();
        long equal = merits.stream().filter(other -> other == merit).count();
        return better + (equal + 1) / 2.0;
    }

    private static List<Standing> standingsOf(List<Double> merits) {
        List<Double> descending = new ArrayList<>(merits.stream().distinct().collect(Collectors.toList()));
        descending.sort((a, b) -> Double.compare(b, a));
        return merits.stream()
                .map(merit -> switch (descending.indexOf(merit)) {
                    case 0 -> Standing.BEST;
                    case 1 -> Standing.SECOND;
                    default -> Standing.OTHER;
                })
                .toList();
    }
}
