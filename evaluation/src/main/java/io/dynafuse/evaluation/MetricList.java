package io.dynafuse.evaluation;

import io.dynafuse.evaluation.table.Table;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;

/** The metrics of a profile, for people. */
public final class MetricList {
    private MetricList() {}

    /** Whose conventions the profile follows, and a line a metric. */
    public static List<String> lines(MetricProfile profile) {
        Table.Builder table = Table.of("", 4, "metric", "better", "compared with", "name");
        for (Metric metric : Metrics.of(profile)) {
            table.row(metric.id(), metric.direction().arrow(), comparedWith(metric), metric.name());
        }
        List<String> lines = new ArrayList<>(Table.wrapped("profile " + profile.id() + ": " + profile.description()
                + " Colour images as " + profile.colour().words() + ", unless a metric departs from it."));
        lines.add("");
        lines.addAll(table.build().lines());
        return lines;
    }

    private static String comparedWith(Metric metric) {
        return switch (metric.kind()) {
            case NO_REFERENCE -> "nothing";
            case SOURCE_BASED -> metric.isForTwoSourcesOnly() ? "2 sources" : "sources";
            case GROUND_TRUTH -> "ground truth";
        };
    }
}
