package io.dynafuse.evaluation;

import io.dynafuse.data.Words;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.files.OneLine;
import io.dynafuse.metrics.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Results for people: the metrics of one image below each other, a row an image for many, a column a method for several. Above
 * stands by which conventions the numbers were made, below what is undefined.
 */
final class TableReport {
    /** What the line of conventions, the first or second of a table, begins with. */
    static final String CONVENTIONS = "data range " + SampleScale.DATA_RANGE;

    private static final String NONE = "-";
    private static final String UNDEFINED = "undefined";
    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e6;

    private final Results results;
    private final List<Measure> measures;
    private final List<String> lines = new ArrayList<>();

    private TableReport(Results results) {
        this.results = results;
        this.measures = results.measures();
    }

    static List<String> lines(Results results) {
        TableReport report = new TableReport(results);
        report.write();
        return report.lines;
    }

    private void write() {
        conventions();
        lines.add("");
        if (results.methods().size() > 1) {
            comparison();
            return;
        }
        MethodResult method = results.methods().get(0);
        if (!results.ofFolders()
                && method.outcomes().size() == 1
                && method.outcomes().get(0) instanceof Outcome.Measured measured) {
            oneImage(measured);
        } else {
            manyImages(method);
            infinite(method, "", i -> true);
        }
        undefined(method, "");
    }

    private void conventions() {
        List<String> scales = results.scales().stream().map(SampleScale::words).toList();
        add(CONVENTIONS + (scales.isEmpty() ? "" : ": " + String.join(", ", scales)));
        Map<String, List<Measure>> groups = measures.stream()
                .collect(Collectors.groupingBy(
                        measure -> "profile " + measure.profile().id() + ", colour images as "
                                + measure.colour().words(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        groups.forEach((conventions, members) -> add(conventions
                + (groups.size() == 1
                        ? ""
                        : ": " + members.stream().map(this::name).collect(Collectors.joining(", ")))));
    }

    private void oneImage(Outcome.Measured outcome) {
        lines.add(0, visible(outcome.scene().fused() + ": " + outcome.width() + "x" + outcome.height()));
        Table.Builder table = Table.of("", 5, "metric", "profile", "value", "better", "name");
        List<String> values =
                aligned(outcome.scores().stream().map(TableReport::text).toList());
        for (int i = 0; i < measures.size(); i++) {
            Measure measure = measures.get(i);
            table.row(
                    measure.metric().id(),
                    measure.profile().id(),
                    values.get(i),
                    measure.direction().arrow(),
                    measure.metric().name());
        }
        lines.addAll(table.build().lines());
    }

    private void manyImages(MethodResult method) {
        Table.Builder table = Table.of(
                "",
                1,
                "image",
                each(i -> name(measures.get(i)) + " "
                        + measures.get(i).direction().arrow()));
        for (Outcome outcome : method.outcomes()) {
            String name = visible(outcome.scene().name());
            if (outcome instanceof Outcome.Failed failed) {
                table.remark(name, "not measured: " + failed.reason());
            } else if (outcome instanceof Outcome.Measured measured) {
                table.row(name, each(i -> text(measured.scores().get(i))));
            }
        }
        List<Statistics> statistics =
                IntStream.range(0, measures.size()).mapToObj(method::statistics).toList();
        table.row("", each(i -> ""));
        table.row("mean", each(i -> text(statistics.get(i).mean())));
        table.row("± deviation", each(i -> text(statistics.get(i).deviation())));
        table.row("images counted", each(i -> Integer.toString(statistics.get(i).counted())));
        lines.addAll(table.build().lines());
        lines.add("");
        add("deviation: " + Statistics.DEVIATION + "; not counted: undefined scores ("
                + statistics.stream().mapToInt(Statistics::undefined).sum() + "), images not measured ("
                + method.failed().count() + ")");
    }

    private void comparison() {
        Comparison comparison = Comparison.of(results);
        Table.Builder table = Table.of(
                "",
                3,
                List.of("metric", "better", "images"),
                results.methods().stream()
                        .map(method -> visible(method.method()) + "  ")
                        .toList());
        long scenes = results.scenes();
        for (Comparison.Row row : comparison.rows()) {
            String images = row.images() == scenes ? "" : " of " + scenes;
            table.row(
                    name(row.measure()),
                    row.measure().direction().arrow(),
                    row.images() + images,
                    IntStream.range(0, results.methods().size())
                            .mapToObj(i -> text(row.means().get(i))
                                    + mark(row.standings().get(i)))
                            .toList());
        }
        table.row(
                List.of("average rank", "↓", ""),
                comparison.averageRanks().stream()
                        .map(rank -> text(rank, 2) + "  ")
                        .toList());
        lines.addAll(table.build().lines());
        lines.add("");
        add("** best, * second best. Means over the images for which every method has a number; average rank over "
                + comparison.ranking() + " of " + measures.size() + " metrics, equal means sharing theirs.");
        results.methods().forEach(this::failures);
        for (int m = 0; m < results.methods().size(); m++) {
            MethodResult method = results.methods().get(m);
            int index = m;
            String prefix = visible(method.method()) + ": ";
            infinite(
                    method,
                    prefix,
                    i -> isInfinite(comparison.rows().get(i).means().get(index)));
            undefined(method, prefix);
        }
    }

    private void failures(MethodResult method) {
        method.failed()
                .forEach(failed -> lines.add(visible(method.method()) + ", "
                        + visible(failed.scene().name()) + ": not measured: " + failed.reason()));
    }

    private static String mark(Comparison.Standing standing) {
        return switch (standing) {
            case BEST -> "**";
            case SECOND -> "* ";
            case OTHER -> "  ";
        };
    }

    private static boolean isInfinite(OptionalDouble mean) {
        return mean.isPresent() && Double.isInfinite(mean.getAsDouble());
    }

    /** One infinite score makes a mean infinite, whatever the others are. */
    private void infinite(MethodResult method, String prefix, IntPredicate shown) {
        for (int i = 0; i < measures.size(); i++) {
            Statistics statistics = method.statistics(i);
            if (statistics.infinite() > 0 && shown.test(i)) {
                add(prefix + name(measures.get(i)) + " is infinite for " + statistics.infinite() + " of "
                        + Words.counted(statistics.counted(), "image"));
            }
        }
    }

    private void undefined(MethodResult method, String prefix) {
        Map<String, List<String>> byWords = new LinkedHashMap<>();
        for (int i = 0; i < measures.size(); i++) {
            int index = i;
            method.undefined(i)
                    .forEach((reason, names) -> byWords.computeIfAbsent(
                                    "undefined for "
                                            + Words.some(names.stream()
                                                    .map(OneLine::of)
                                                    .toList()) + ": " + reason,
                                    words -> new ArrayList<>())
                            .add(name(measures.get(index))));
        }
        byWords.forEach((words, metrics) ->
                add(prefix + String.join(", ", metrics) + (metrics.size() == 1 ? " is " : " are ") + words));
    }

    private List<String> each(IntFunction<String> cell) {
        return IntStream.range(0, measures.size()).mapToObj(cell).toList();
    }

    /** The texts padded to one width. */
    private static List<String> aligned(List<String> texts) {
        int width = texts.stream().mapToInt(String::length).max().orElse(0);
        return texts.stream()
                .map(text -> " ".repeat(width - text.length()) + text)
                .toList();
    }

    private String name(Measure measure) {
        return results.name(measure);
    }

    private void add(String sentence) {
        lines.addAll(Table.wrapped(sentence));
    }

    private static String text(Score score) {
        return score instanceof Score.Value value ? text(OptionalDouble.of(value.number())) : UNDEFINED;
    }

    private static String text(OptionalDouble number) {
        return text(number, 4);
    }

    private static String text(OptionalDouble number, int digits) {
        if (number.isEmpty()) {
            return NONE;
        }
        double value = number.getAsDouble();
        double size = Math.abs(value);
        boolean plain = value == 0 || size >= SMALLEST_PLAIN && size < LARGEST_PLAIN;
        return Double.isInfinite(value)
                ? Double.toString(value)
                : String.format(Locale.ROOT, "%." + digits + (plain ? "f" : "e"), value);
    }

    private static String visible(String name) {
        return OneLine.of(name);
    }
}
