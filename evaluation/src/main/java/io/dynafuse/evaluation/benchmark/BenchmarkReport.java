package io.dynafuse.evaluation.benchmark;

import io.dynafuse.data.Words;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.Report;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.evaluation.report.TablesPage;
import io.dynafuse.evaluation.run.FusionCost;
import io.dynafuse.evaluation.run.RunCosts;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A benchmark in writing.
 *
 * @param dataset what it is called
 * @param facts what else was the same for all
 * @param methods what each is
 * @param leftOut methods that do not suit the dataset, and why, a line each
 * @param failures what could not be done, a line each
 */
public record BenchmarkReport(
        String dataset,
        List<HtmlReport.Fact> facts,
        List<Method> methods,
        Benchmark benchmark,
        List<String> leftOut,
        List<String> failures)
        implements Report {
    private static final String COST =
            "ms and MB are what one fusion takes where nothing else is at work, on the first " + RunCosts.SCENES
                    + " scenes or fewer: the median time of the second fusion of each, and the most that the process held, above what it"
                    + " held before; - where that is not known.";

    public BenchmarkReport {
        facts = List.copyOf(facts);
        methods = List.copyOf(methods);
        leftOut = List.copyOf(leftOut);
        failures = List.copyOf(failures);
    }

    /**
     * One of the methods.
     *
     * @param folder of its results, beside the report
     * @param network its id
     * @param checkpoint the SHA-256
     */
    public record Method(String name, String folder, String network, String checkpoint) {}

    /** A row in JSON. */
    private record Row(
            String method,
            String variant,
            OptionalDouble averageRank,
            long measured,
            long failed,
            Optional<FusionCost> cost,
            List<Value> scores) {}

    /** A mean and its rank. */
    private record Value(String metric, String profile, String direction, OptionalDouble mean, OptionalDouble rank) {}

    /** A gain in JSON, with the labels of the measures. */
    private record Help(String method, String variant, List<String> betterThanStaticBy, int compared) {}

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(Table.wrapped("benchmark of " + dataset + ": " + caption()));
        lines.add("");
        lines.addAll(table().lines());
        lines.add("");
        lines.addAll(Table.wrapped(COST));
        gains().ifPresent(gains -> {
            lines.add("");
            lines.addAll(Table.wrapped(gains.title()));
            lines.add("");
            lines.addAll(gains.lines());
        });
        List<String> remarks = remarks();
        if (!remarks.isEmpty()) {
            lines.add("");
            remarks.forEach(remark -> lines.addAll(Table.wrapped(remark)));
        }
        return lines;
    }

    private String caption() {
        return "means over the scenes for which every row has a number (" + benchmark.scenes()
                + ") with their ranks in brackets, sorted by the mean of all ranks; ↑ higher is better, ↓ lower is better, →0 the nearer"
                + " to zero the better.";
    }

    private List<String> remarks() {
        return Stream.of(
                        unmeasured(),
                        leftOut.stream().map(line -> "left out: " + line),
                        failures.stream().map(line -> "failed: " + line))
                .flatMap(lines -> lines)
                .toList();
    }

    private Stream<String> unmeasured() {
        return benchmark.entries().stream()
                .filter(entry -> entry.failed() > 0)
                .map(entry -> entry.method() + ", " + entry.variant() + ": "
                        + entry.failed() + " of "
                        + Words.counted(entry.failed() + entry.measured(), "scene") + " could not be measured");
    }

    /** The table for people. */
    private Table table() {
        Table.Builder table = Table.of(
                caption(),
                2,
                List.of("method", "variant"),
                List.of("mean rank", "ms", "MB"),
                benchmark.measures().stream().map(this::head).toList());
        for (Standing standing : benchmark.standings()) {
            table.row(
                    List.of(standing.entry().method(), standing.entry().variant()),
                    Cell.of(standing.averageRank().orElse(Double.NaN), 2),
                    Cell.of(cost(standing, FusionCost::milliseconds).orElse(Double.NaN), 0),
                    Cell.of(cost(standing, FusionCost::megabytes).orElse(Double.NaN), 0),
                    IntStream.range(0, benchmark.measures().size())
                            .mapToObj(measure -> cell(standing, measure))
                            .toList());
        }
        return table.build();
    }

    private String head(Measure measure) {
        return new Results(benchmark.measures(), List.of()).name(measure) + " "
                + measure.direction().arrow();
    }

    private static Cell cell(Standing standing, int measure) {
        Cell mean = Cell.of(standing.means().get(measure).orElse(Double.NaN), 4);
        OptionalDouble rank = standing.ranks().get(measure);
        return rank.isEmpty() ? mean : new Cell(mean.text() + " (" + shortest(rank.getAsDouble()) + ")", mean.value());
    }

    /** Equal means share a rank, which then may lie half way between two. */
    private static String shortest(double rank) {
        return rank == Math.rint(rank) ? Long.toString((long) rank) : Double.toString(rank);
    }

    private static OptionalDouble cost(Standing standing, ToDoubleFunction<FusionCost> part) {
        return standing.entry().cost().stream().mapToDouble(part).findFirst();
    }

    /** Where weights help; empty if nothing was fused statically and otherwise. */
    private Optional<Table> gains() {
        List<Gain> gains = benchmark.gains();
        List<String> variants = gains.stream().map(Gain::variant).distinct().toList();
        if (gains.isEmpty()) {
            return Optional.empty();
        }
        Table.Builder table = Table.of(
                "where fusion weights help: by how many metrics a variant is better than the static fusion of the same network, of how many"
                        + " that both have",
                1,
                "method",
                variants);
        for (String method : gains.stream().map(Gain::method).distinct().toList()) {
            table.row(
                    method,
                    variants.stream()
                            .map(variant -> share(gains.stream()
                                    .filter(gain -> gain.method().equals(method)
                                            && gain.variant().equals(variant))
                                    .toList()))
                            .toList());
        }
        table.row(
                "all",
                variants.stream()
                        .map(variant -> share(gains.stream()
                                .filter(gain -> gain.variant().equals(variant))
                                .toList()))
                        .toList());
        return Optional.of(table.build());
    }

    private static String share(List<Gain> gains) {
        int better = gains.stream().mapToInt(gain -> gain.better().size()).sum();
        return gains.isEmpty()
                ? "-"
                : better + " of " + gains.stream().mapToInt(Gain::compared).sum();
    }

    /** One row a method and variant, with all numbers in full. */
    @Override
    public Table rows() {
        Table.Builder rows = Table.of(
                "",
                2,
                List.of("method", "variant", "average rank", "milliseconds", "megabytes", "measured", "failed"),
                benchmark.measures().stream()
                        .flatMap(measure -> Stream.of(measure.label(), measure.label() + " rank"))
                        .toList());
        for (Standing standing : benchmark.standings()) {
            rows.row(
                    List.of(standing.entry().method(), standing.entry().variant()),
                    standing.averageRank(),
                    cost(standing, FusionCost::milliseconds),
                    cost(standing, FusionCost::megabytes),
                    standing.entry().measured(),
                    standing.entry().failed(),
                    IntStream.range(0, benchmark.measures().size())
                            .mapToObj(measure -> List.of(
                                    standing.means().get(measure),
                                    standing.ranks().get(measure)))
                            .toList());
        }
        return rows.build();
    }

    @Override
    public Object content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("benchmark", dataset);
        content.put("methods", methods);
        content.put("rows", benchmark.standings().stream().map(this::row).toList());
        content.put(
                "help",
                benchmark.gains().stream()
                        .map(gain -> new Help(
                                gain.method(),
                                gain.variant(),
                                gain.better().stream().map(Measure::label).toList(),
                                gain.compared()))
                        .toList());
        content.put("leftOut", leftOut);
        content.put("failures", failures);
        return content;
    }

    private Row row(Standing standing) {
        List<Measure> measures = benchmark.measures();
        return new Row(
                standing.entry().method(),
                standing.entry().variant(),
                standing.averageRank(),
                standing.entry().measured(),
                standing.entry().failed(),
                standing.entry().cost(),
                IntStream.range(0, measures.size())
                        .mapToObj(i -> new Value(
                                measures.get(i).metric().id(),
                                measures.get(i).profile().id(),
                                measures.get(i).direction().words(),
                                standing.means().get(i),
                                standing.ranks().get(i)))
                        .toList());
    }

    /** The same as one page, which leads to the report of each method. */
    public TablesPage page() {
        return new TablesPage(
                "Benchmark of image fusion",
                dataset + " fused by " + Words.counted(methods.size(), "method"),
                Stream.concat(
                                facts.stream(),
                                methods.stream()
                                        .map(method -> new HtmlReport.Fact(
                                                method.name(), method.network() + ", SHA-256 " + method.checkpoint())))
                        .toList(),
                Stream.concat(
                                Stream.of(new TablesPage.Section("Ranking", table(), List.of(COST))),
                                gains()
                                        .map(gains ->
                                                new TablesPage.Section("Where fusion weights help", gains, List.of()))
                                        .stream())
                        .toList(),
                remarks(),
                methods.stream()
                        .map(method -> new TablesPage.Link(method.name(), method.folder() + "/report.html"))
                        .toList());
    }
}
