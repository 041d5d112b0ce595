package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An experiment that fuses every scene in several ways and measures the results.
 *
 * @param colours in which colours the sources are fed
 * @param remarks what to know before comparing, a sentence each
 */
public record MeasuredExperiment(
        String id,
        String title,
        ExpectedImages images,
        SourceColours colours,
        List<Column> columns,
        List<Row> rows,
        List<String> remarks)
        implements Experiment {
    /** A remark on rows of {@link Row#others}. */
    static final String OF_OTHERS =
            "Which checkpoints of the other networks the paper ran, and how it fed them, is not published.";

    /** @throws IllegalArgumentException if two rows have one label, or a claim is about a row that is not there */
    public MeasuredExperiment {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
        List<String> labels = rows.stream().map(Row::label).toList();
        for (Row row : rows) {
            if (labels.indexOf(row.label()) != labels.lastIndexOf(row.label())) {
                throw new IllegalArgumentException(id + ": two rows are called " + row.label());
            }
            row.claim()
                    .map(Claim::baseline)
                    .filter(baseline -> !labels.contains(baseline))
                    .ifPresent(baseline -> {
                        throw new IllegalArgumentException(
                                id + ": there is no row " + baseline + " to hold " + row.label() + " against");
                    });
        }
    }

    /** One whose sources are fed as they are stored. */
    public MeasuredExperiment(
            String id,
            String title,
            ExpectedImages images,
            List<Column> columns,
            List<Row> rows,
            List<String> remarks) {
        this(id, title, images, SourceColours.STORED, columns, rows, remarks);
    }

    @Override
    public List<NetworkFamily> families() {
        return rows.stream().map(Row::family).distinct().toList();
    }

    /** What becomes of a fused image before it is measured. */
    OutputRule rule() {
        return OutputRule.of(columns.get(0).measure().profile());
    }

    /**
     * A column of an experiment.
     *
     * @param head what the paper calls it
     * @param measure what is measured here
     */
    public record Column(String head, Measure measure) {
        /** The columns of a printed table; what its paper's profile does not know is measured as its definition has it. */
        static List<Column> of(PublishedTable table, String dataset) {
            return table.cells().stream()
                    .filter(cell -> cell.dataset().equals(dataset))
                    .map(PublishedTable.Cell::metric)
                    .distinct()
                    .map(head -> new Column(head, table.paper().measure(head).orElseGet(() -> canonical(head))))
                    .toList();
        }

        private static Measure canonical(String head) {
            return new Measure(Metrics.find(head).orElseThrow(), MetricProfile.CANONICAL);
        }

        /** The metric, with the printed head where that is another. */
        public String label() {
            String id = measure.metric().id();
            return id.equals(head) ? id : id + " (" + head + ")";
        }
    }

    /**
     * One way to fuse in an experiment, and what is printed about it.
     *
     * @param family the network it runs on; with other weights the row stays empty
     * @param label what the row is called; no other row of the experiment is called so
     * @param variant what is run, as {@link io.dynafuse.fusion.Variant#parse} reads it
     * @param parameterNoise the level of the noise added to the network's parameters; 0 for none
     * @param published the printed row it is held against, if there is one
     * @param claim what the paper says about it, if it does
     */
    public record Row(
            NetworkFamily family,
            String label,
            String variant,
            double parameterNoise,
            Optional<PublishedTable.Row> published,
            Optional<Claim> claim) {
        /**
         * Static rows of the networks in a printed table that an experiment has no row of yet, in the printed order.
         *
         * @param label what the row of a network is called, from its name
         */
        static List<Row> others(PublishedTable table, String dataset, List<Row> known, UnaryOperator<String> label) {
            List<NetworkFamily> families = known.stream().map(Row::family).toList();
            return table.ofNetworks(dataset).entrySet().stream()
                    .filter(printed -> !families.contains(printed.getKey()))
                    .map(printed -> fixed(
                            printed.getKey(), label.apply(printed.getKey().method()), Optional.of(printed.getValue())))
                    .toList();
        }

        /** The network's own fusion. */
        static Row fixed(NetworkFamily family, String label, Optional<PublishedTable.Row> published) {
            return new Row(family, label, "static", 0, published, Optional.empty());
        }
    }

    /**
     * What a paper says about how a row differs from another.
     *
     * @param baseline the label of the other row
     * @param basis where it says so
     * @param contrast whether the row is a control, for which the paper says the opposite
     */
    public record Claim(String baseline, Basis basis, boolean contrast) {
        /** Where a paper makes a claim. */
        public enum Basis {
            /** By the numbers: each metric moves as between the two printed rows. */
            NUMBERS,
            /** In its text or a chart without numbers: every metric gets better. */
            TEXT
        }
    }
}
