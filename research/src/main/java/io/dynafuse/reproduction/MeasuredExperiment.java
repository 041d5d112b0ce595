package io.dynafuse.reproduction;

import java.util.List;
import java.util.Optional;

/**
 * An experiment that fuses every scene in several ways and measures the results.
 *
 * @param remarks what to know before comparing, a sentence each
 */
public record MeasuredExperiment(
        String id,
        String title,
        ExpectedImages images,
        List<ExperimentColumn> columns,
        List<ExperimentRow> rows,
        List<String> remarks)
        implements Experiment {
    /** @throws IllegalArgumentException if two rows have one label, or a claim is about a row that is not there */
    public MeasuredExperiment {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
        List<String> labels = rows.stream().map(ExperimentRow::label).toList();
        for (ExperimentRow row : rows) {
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

    @Override
    public List<NetworkFamily> families() {
        return rows.stream().map(ExperimentRow::family).distinct().toList();
    }

    /** The row that a claim holds another against. */
    Optional<ExperimentRow> baseline(ExperimentRow row) {
        return row.claim()
                .flatMap(claim -> rows.stream()
                        .filter(other -> other.label().equals(claim.baseline()))
                        .findFirst());
    }
}
