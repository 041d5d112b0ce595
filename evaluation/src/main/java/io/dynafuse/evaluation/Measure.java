package io.dynafuse.evaluation;

import io.dynafuse.metrics.ColourRule;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import java.util.Locale;

/**
 * A metric as one profile computes it.
 *
 * @param metric one that the profile knows
 */
public record Measure(Metric metric, MetricProfile profile) {
    /** @throws IllegalArgumentException if the profile does not know the metric */
    public Measure {
        if (metric.definition(profile).isEmpty()) {
            throw new IllegalArgumentException(
                    "the profile " + profile.id() + " does not know the metric " + metric.id());
        }
    }

    /** Metric and profile, for instance {@code PSNR@vifb}. */
    public String label() {
        return metric.id() + "@" + profile.id();
    }

    public Direction direction() {
        return metric.direction();
    }

    /** How images in colour are treated. */
    public ColourRule colour() {
        return metric.definition(profile).orElseThrow().colourUnder(profile);
    }

    /** The colour rule in one word. */
    public String colourId() {
        return id(colour());
    }

    /** A constant as tables and programs write it. */
    static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
