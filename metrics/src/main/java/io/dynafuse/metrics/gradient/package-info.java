/**
 * Metrics of how well the fused image preserves the edges of the sources. One file for each metric, or for a family of metrics that share
 * their edges. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.gradient.EdgeTransfer}.
 */
package io.dynafuse.metrics.gradient;
