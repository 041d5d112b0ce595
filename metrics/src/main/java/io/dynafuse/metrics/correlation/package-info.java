/** Metrics of linear correlation between the fused image and the sources. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.correlation.CorrelationCoefficient}. */
package io.dynafuse.metrics.correlation;
