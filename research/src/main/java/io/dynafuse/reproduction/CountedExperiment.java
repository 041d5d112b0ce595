package io.dynafuse.reproduction;

import io.dynafuse.metrics.Direction;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.ParameterSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * An experiment that counts the parameters of networks, and needs neither images nor weights.
 *
 * @param heads of the columns, as printed
 * @param convention what is counted, a sentence
 * @param remarks what to know before comparing, a sentence each
 */
public record CountedExperiment(
        String id,
        String title,
        List<NetworkFamily> families,
        List<String> heads,
        String convention,
        List<Row> rows,
        List<String> remarks)
        implements Experiment {
    /** The head of a column of numbers that training changes. */
    static final String TRAINABLE = "million trainable parameters";

    public CountedExperiment {
        families = List.copyOf(families);
        heads = List.copyOf(heads);
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
    }

    /**
     * What is counted of a network or of a part of one.
     *
     * @param published the printed row it is held against, if there is one
     * @param millions one a column; empty where there is nothing to count
     */
    public record Row(String label, Optional<PublishedTable.Row> published, List<OptionalDouble> millions) {
        public Row {
            millions = List.copyOf(millions);
        }
    }

    /** How many million numbers some of the parameters have. */
    static OptionalDouble millions(ParameterDeclarations parameters, Predicate<ParameterSpec> counted) {
        return OptionalDouble.of(parameters.specs().stream()
                        .filter(counted)
                        .mapToLong(ParameterSpec::elements)
                        .sum()
                / 1e6);
    }

    @Override
    public ExpectedImages images() {
        return new ExpectedImages("", "none", Optional.empty(), OptionalInt.of(0), Set.of());
    }

    @Override
    public List<String> lines() {
        return List.of(id + ": " + title, "    available; counts parameters, and needs neither images nor weights");
    }

    /** Counts them. */
    public Reproduction run() {
        return new Reproduction(
                this,
                Path.of(""),
                String.join(
                        ", ",
                        families.stream().map(family -> family.network().id()).toList()),
                "",
                List.of(convention),
                heads.stream()
                        .map(head -> new Reproduction.Column(head, Direction.LOWER_IS_BETTER))
                        .toList(),
                rows.stream().map(this::row).toList(),
                List.of(),
                List.of(),
                remarks);
    }

    private Reproduction.Row row(Row row) {
        List<Reproduction.Cell> cells = IntStream.range(0, heads.size())
                .mapToObj(column -> new Reproduction.Cell(
                        List.of(),
                        row.millions().get(column),
                        row.published().flatMap(published -> published.cell(heads.get(column))),
                        Optional.empty()))
                .toList();
        return new Reproduction.Row(
                row.label(),
                "",
                row.published().map(PublishedTable.Row::method).filter(method -> !method.equals(row.label())),
                Optional.empty(),
                false,
                cells,
                Optional.empty());
    }
}
