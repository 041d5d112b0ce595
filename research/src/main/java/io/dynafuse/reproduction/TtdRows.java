package io.dynafuse.reproduction;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers the rows of an experiment on a table of TTD. */
final class TtdRows {
    /** What sources can be held against, as variants call it. */
    static final List<String> REFERENCES = List.of("fused", "component", "self-fused", "maximum");

    private static final String STATIC = "static";
    // The column of Tables 4 and 5 that is most likely another metric's.
    private static final String SSIM = "SSIM";
    private static final String SCD = "SCD";

    private final PublishedTable table;
    private final String dataset;
    private final List<MeasuredExperiment.Row> rows = new ArrayList<>();

    TtdRows(int table, String dataset) {
        this.table = PublishedTables.of(Paper.TTD, table);
        this.dataset = dataset;
    }

    /** The paper's loss with a reference. */
    static String loss(String reference) {
        return reference + ", l1, k=1, exp, softmax";
    }

    static String gradient(String reference, String owner, String channel, String scale) {
        return reference + ", gradient=l1, " + owner + ", channel=" + channel + ", " + scale + ", k=1, exp, softmax";
    }

    /** The network's own fusion. */
    TtdRows fixed(String label, String method) {
        return add(NetworkFamily.IFCNN, label, STATIC, 0, row(dataset, method), Optional.empty());
    }

    /** Weights that the paper says help. */
    TtdRows dynamic(String label, String variant, String method) {
        return add(NetworkFamily.IFCNN, label, variant, 0, row(dataset, method), numbers(STATIC, false));
    }

    TtdRows references(String method) {
        REFERENCES.forEach(reference -> dynamic(reference, loss(reference), method));
        return this;
    }

    /** The control of every reference, which the paper says does harm. */
    TtdRows contrasts(String method) {
        REFERENCES.forEach(reference -> add(
                NetworkFamily.IFCNN,
                reference + ", contrast",
                loss(reference) + ", contrast",
                0,
                row(dataset, method),
                numbers(STATIC, true)));
        return this;
    }

    TtdRows squares(String method) {
        Stream.of("fused", "component", "self-fused")
                .forEach(reference -> dynamic(reference + ", squared", reference + ", l2, k=1, exp, softmax", method));
        return this;
    }

    /**
     * Derivatives by features in place of losses.
     *
     * @param owner {@code own} or {@code joint}
     * @param contrast whether to add the control of the scaled channel 58
     */
    TtdRows gradients(String label, String reference, String owner, boolean contrast) {
        String method = "IFCNN+TTD";
        for (String channel : List.of("58", "mean")) {
            for (String scale : List.of("raw", "scaled")) {
                dynamic(
                        "gradient, " + label + ", channel " + channel + ", " + scale,
                        gradient(reference, owner, channel, scale),
                        method);
            }
        }
        if (contrast) {
            add(
                    NetworkFamily.IFCNN,
                    "gradient, " + label + ", channel 58, scaled, contrast",
                    gradient(reference, owner, "58", "scaled") + ", contrast",
                    0,
                    row(dataset, method),
                    numbers(STATIC, true));
        }
        return this;
    }

    /** A row that the paper speaks of without numbers. */
    TtdRows said(String label, String variant, String baseline, boolean contrast) {
        return add(
                NetworkFamily.IFCNN,
                label,
                variant,
                0,
                Optional.empty(),
                Optional.of(new MeasuredExperiment.Claim(baseline, MeasuredExperiment.Claim.Basis.TEXT, contrast)));
    }

    /** The paper's other networks, two of them with and without weights, held against their printed rows where the table has such. */
    TtdRows otherNetworks() {
        withAndWithout(NetworkFamily.CDDFUSE).withAndWithout(NetworkFamily.PIAFUSION);
        rows.addAll(MeasuredExperiment.Row.others(table, dataset, rows, TtdRows::fixed));
        return this;
    }

    private static String fixed(String method) {
        return method + " static";
    }

    private TtdRows withAndWithout(NetworkFamily family) {
        String method = family.method();
        String fixed = fixed(method);
        add(family, fixed, STATIC, 0, printed(method), Optional.empty());
        return add(family, method + " dynamic", "default", 0, printed(method + "+TTD"), numbers(fixed, false));
    }

    private Optional<PublishedTable.Row> printed(String method) {
        return row(dataset, method)
                .filter(row -> table.cells().stream()
                        .anyMatch(cell ->
                                cell.dataset().equals(dataset) && cell.method().equals(method)));
    }

    /** Every reference on a network with noise. */
    TtdRows withNoise(double level) {
        String noise = "noise " + level;
        String noisy = dataset + ", parameter " + noise;
        String fixed = noise + ", static";
        add(NetworkFamily.IFCNN, fixed, STATIC, level, row(noisy, "IFCNN"), Optional.empty());
        REFERENCES.forEach(reference -> add(
                NetworkFamily.IFCNN,
                noise + ", " + reference,
                loss(reference),
                level,
                row(noisy, "IFCNN+TTD"),
                numbers(fixed, false)));
        return this;
    }

    List<MeasuredExperiment.Row> rows() {
        return rows;
    }

    /** The rows, held against no printed ones. */
    List<MeasuredExperiment.Row> withoutNumbers() {
        return rows.stream()
                .map(row -> new MeasuredExperiment.Row(
                        row.family(), row.label(), row.variant(), row.parameterNoise(), Optional.empty(), row.claim()))
                .toList();
    }

    /** The printed columns; where SCD seems to be printed under the head of SSIM, both are held against it. */
    List<MeasuredExperiment.Column> columns() {
        List<String> heads = table.cells().stream()
                .filter(cell -> cell.dataset().startsWith(dataset))
                .map(PublishedTable.Cell::metric)
                .distinct()
                .toList();
        boolean mislabelled = (table.number() == 4 || table.number() == 5) && heads.contains(SSIM);
        return heads.stream()
                .flatMap(head -> mislabelled && head.equals(SSIM)
                        ? Stream.of(column(head, SSIM), column(head, SCD))
                        : Stream.of(column(head, head)))
                .toList();
    }

    /** The printed columns, and a metric that is printed elsewhere. */
    List<MeasuredExperiment.Column> columnsAnd(String metric) {
        return Stream.concat(columns().stream(), Stream.of(column(metric, metric)))
                .toList();
    }

    /** Every metric of TTD. */
    static List<MeasuredExperiment.Column> allColumns() {
        return Stream.of("EN", "SD", "AG", "EI", "SF", SSIM, SCD, "CE")
                .map(head -> column(head, head))
                .toList();
    }

    private static MeasuredExperiment.Column column(String head, String metric) {
        return new MeasuredExperiment.Column(
                head, new Measure(Metrics.find(metric).orElseThrow(), MetricProfile.TTD));
    }

    private Optional<PublishedTable.Row> row(String ofDataset, String method) {
        return Optional.of(new PublishedTable.Row(table, ofDataset, method));
    }

    private static Optional<MeasuredExperiment.Claim> numbers(String baseline, boolean contrast) {
        return Optional.of(new MeasuredExperiment.Claim(baseline, MeasuredExperiment.Claim.Basis.NUMBERS, contrast));
    }

    private TtdRows add(
            NetworkFamily family,
            String label,
            String variant,
            double noise,
            Optional<PublishedTable.Row> published,
            Optional<MeasuredExperiment.Claim> claim) {
        rows.add(new MeasuredExperiment.Row(family, label, variant, noise, published, claim));
        return this;
    }
}
