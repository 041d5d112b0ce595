package io.dynafuse.metrics;

import io.dynafuse.metrics.information.Entropy;
import io.dynafuse.metrics.perception.ContrastPreservation;
import io.dynafuse.metrics.perception.PhaseCongruencyMetric;
import io.dynafuse.metrics.perception.RegionalError;
import java.util.List;
import java.util.Optional;

/** The registry: the command, the tables, the documentation and the tests are made from it. */
public final class Metrics {
    private static final List<Metric> ALL =
            List.of(Entropy.EN, PhaseCongruencyMetric.QP, ContrastPreservation.QCB, RegionalError.QCV);

    private Metrics() {}

    /** Every metric, in the order in which tables show them. */
    public static List<Metric> all() {
        return ALL;
    }

    /** The metrics that a profile knows, in the same order. */
    public static List<Metric> of(MetricProfile profile) {
        return ALL.stream()
                .filter(metric -> metric.definition(profile).isPresent())
                .toList();
    }

    /** The metric of this id, in either case. */
    public static Optional<Metric> find(String id) {
        return ALL.stream().filter(metric -> metric.id().equalsIgnoreCase(id)).findFirst();
    }
}
