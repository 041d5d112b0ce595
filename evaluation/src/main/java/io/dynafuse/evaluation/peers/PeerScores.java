package io.dynafuse.evaluation.peers;

import io.dynafuse.evaluation.Comparison;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.metrics.Direction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What methods score on scenes of one kind.
 *
 * @param title what the scenes are
 * @param scenes their labels by the name of their dataset
 * @param made methods that were to fuse every scene, in the order of their rows
 * @param published of other methods, the labels of the scenes that they have images of
 * @param columns one a measure
 * @param failures what could not be measured, a line each
 */
public record PeerScores(
        String title,
        Map<String, List<String>> scenes,
        List<String> made,
        Map<String, Set<String>> published,
        List<Column> columns,
        List<String> failures) {
    /** What tables mean, for people. */
    public static final String LEGEND =
            "** best, * second best. Means over the scenes for which every method of the table"
                    + " has a number, of all datasets together; how many these are stands behind a measure where they are fewer than"
                    + " the title says.";

    /**
     * A measure.
     *
     * @param numbers by method, then by the label of the scene
     */
    public record Column(String name, Direction direction, Map<String, Map<String, Double>> numbers) {}

    /** A table over all scenes, and one for the scenes that published results cover where these are not all. */
    public List<Table> tables() {
        Set<String> all =
                scenes.values().stream().flatMap(List::stream).collect(Collectors.toCollection(LinkedHashSet::new));
        List<Table> tables = new ArrayList<>(List.of(table("", all)));
        Map<Set<String>, Set<String>> parts = new LinkedHashMap<>();
        published.values().stream()
                .filter(covered -> !covered.containsAll(all))
                .forEach(covered -> parts.merge(datasets(covered), covered, PeerScores::common));
        parts.values().stream()
                .filter(covered -> !covered.isEmpty())
                .distinct()
                .forEach(covered -> tables.add(table(", as far as there are published results", covered)));
        return tables;
    }

    private static Set<String> common(Set<String> first, Set<String> second) {
        Set<String> common = new LinkedHashSet<>(first);
        common.retainAll(second);
        return common;
    }

    private Set<String> datasets(Set<String> covered) {
        return scenes.entrySet().stream()
                .filter(dataset -> dataset.getValue().stream().anyMatch(covered::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Table table(String which, Set<String> chosen) {
        List<String> methods = new ArrayList<>(made);
        published.forEach((method, covered) -> {
            if (covered.containsAll(chosen)) {
                methods.add(method);
            }
        });
        List<String> measured =
                methods.stream().filter(method -> isMeasured(method, chosen)).toList();
        List<Means> means = columns.stream()
                .map(column -> Means.of(column, measured, chosen))
                .filter(of -> of.scenes() > 0)
                .toList();
        Table.Builder table = Table.of(
                title + which + ": " + counts(chosen),
                1,
                "method",
                means.stream().map(of -> of.head(chosen.size())).toList());
        for (String method : methods) {
            int place = measured.indexOf(method);
            if (place < 0) {
                table.remark(method, "no image that could be measured");
            } else {
                table.row(method, means.stream().map(of -> of.cell(place)).toList());
            }
        }
        return table.build();
    }

    private boolean isMeasured(String method, Set<String> chosen) {
        return columns.stream()
                .flatMap(column -> column.numbers().getOrDefault(method, Map.of()).keySet().stream())
                .anyMatch(chosen::contains);
    }

    /** Such as {@code 23 scenes (images 11, peers 12)}. */
    private String counts(Set<String> chosen) {
        String parts = scenes.entrySet().stream()
                .map(dataset -> Map.entry(
                        dataset.getKey(),
                        dataset.getValue().stream().filter(chosen::contains).count()))
                .filter(dataset -> dataset.getValue() > 0)
                .map(dataset -> dataset.getKey() + " " + dataset.getValue())
                .collect(Collectors.joining(", "));
        return chosen.size() + (chosen.size() == 1 ? " scene (" : " scenes (") + parts + ")";
    }

    /** The means of a measure over the scenes for which all methods have a number. */
    private record Means(Column column, int scenes, List<Double> of) {
        private static final int SMALL = 10;

        static Means of(Column column, List<String> methods, Set<String> chosen) {
            List<Map<String, Double>> numbers = methods.stream()
                    .map(method -> column.numbers().getOrDefault(method, Map.of()))
                    .toList();
            Set<String> common = numbers.isEmpty() ? Set.of() : Comparison.commonScenes(numbers);
            List<String> counted = common.stream().filter(chosen::contains).toList();
            return new Means(
                    column,
                    counted.size(),
                    numbers.stream()
                            .map(method -> counted.stream()
                                    .mapToDouble(method::get)
                                    .average()
                                    .orElse(Double.NaN))
                            .toList());
        }

        String head(int chosen) {
            return column.name() + " " + column.direction().arrow() + (scenes == chosen ? "" : " (" + scenes + ")");
        }

        Cell cell(int method) {
            double largest = of.stream()
                    .flatMapToDouble(DoubleStream::of)
                    .map(Math::abs)
                    .max()
                    .orElse(0);
            Cell plain = Cell.of(of.get(method), largest < SMALL ? 4 : 2);
            return new Cell(plain.text() + mark(of.get(method)), plain.value());
        }

        private String mark(double mean) {
            long better = of.stream()
                    .distinct()
                    .filter(other ->
                            column.direction().merit(other) > column.direction().merit(mean))
                    .count();
            return better == 0 ? "**" : better == 1 ? "* " : "  ";
        }
    }
}
