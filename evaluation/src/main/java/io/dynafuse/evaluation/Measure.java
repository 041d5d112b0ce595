package io.dynafuse.evaluation;

import io.dynafuse.metrics.ColourRule;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;

/**
 * A metric as one profile computes it.
 *
 * @param metric one that the profile knows
 */
public record Measure(Metric metric, MetricProfile profile) {
    /** @throws IllegalArgumentException if the profile does not know the metric */
    public Measure {
        metric.requireDefinition(profile);
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
        return metric.requireDefinition(profile).colourUnder(profile);
    }
}
