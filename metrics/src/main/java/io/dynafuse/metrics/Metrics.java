package io.dynafuse.metrics;

import io.dynafuse.metrics.fidelity.VisualInformation;
import io.dynafuse.metrics.fidelity.VisualInformationOfFusion;
import io.dynafuse.metrics.gradient.EdgeBalance;
import io.dynafuse.metrics.gradient.EdgeTransfer;
import io.dynafuse.metrics.gradient.ExtendedSpatialFrequency;
import io.dynafuse.metrics.gradient.LocalEdgeTransfer;
import io.dynafuse.metrics.gradient.MultiscaleEdges;
import io.dynafuse.metrics.information.Entropy;
import java.util.List;
import java.util.Optional;

/** The registry: the command, the tables, the documentation and the tests are made from it. */
public final class Metrics {
    private static final List<Metric> ALL = List.of(
            Entropy.EN,
            EdgeTransfer.QABF,
            LocalEdgeTransfer.QG,
            EdgeBalance.QABF_PETROVIC,
            EdgeBalance.LABF,
            EdgeBalance.NABF,
            EdgeBalance.NABF_PETROVIC,
            MultiscaleEdges.QM,
            ExtendedSpatialFrequency.QSF,
            VisualInformation.VIF,
            VisualInformationOfFusion.VIFF);

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
