/** Metrics modelled on human vision: features by their phase, and contrast weighted by the sensitivity of the eye. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.perception.RegionalError}. */
package io.dynafuse.metrics.perception;
