package io.dynafuse.cli;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Notes on metrics that users may take for their variant with the ground truth. */
final class TruthNote {
    private TruthNote() {}

    /** The metric that compares with the truth as this one does with the sources. */
    static Optional<Metric> namesake(Metric metric) {
        return Metrics.find(metric.id() + "_GT");
    }

    /** For scenes with a ground truth: the metrics that do not use it, unless their variants that do are measured as well. */
    static Optional<String> of(List<Measure> measures) {
        List<Metric> measured =
                measures.stream().map(Measure::metric).distinct().toList();
        List<Metric> meant = measured.stream()
                .filter(metric -> namesake(metric).filter(measured::contains).isEmpty())
                .filter(metric -> namesake(metric).isPresent())
                .toList();
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        String verb = meant.size() == 1 ? " compares" : " compare";
        return Optional.of(names(meant) + verb + " with the sources; "
                + names(meant.stream()
                        .flatMap(metric -> namesake(metric).stream())
                        .toList()) + verb + " with the truth");
    }

    private static String names(List<Metric> metrics) {
        return metrics.stream().map(Metric::id).collect(Collectors.joining(", "));
    }
}
