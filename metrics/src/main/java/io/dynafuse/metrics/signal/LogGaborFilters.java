package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;

/**
 * The filters of {@link LogGaborBank} for planes of one size, which images of a scene share.
 *
 * @param width columns
 * @param height rows
 * @param grid which frequencies the samples of a spectrum are taken for
 */
record LogGaborFilters(int width, int height, FrequencyGrid grid) implements Feature<LogGaborBank> {
    @Override
    public LogGaborBank compute(Features features) {
        return new LogGaborBank(width, height, grid);
    }
}
