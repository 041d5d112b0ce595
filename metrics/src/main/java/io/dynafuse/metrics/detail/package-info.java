/** Metrics of contrast and sharpness, which use the fused image alone. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.detail.AverageGradient}. */
package io.dynafuse.metrics.detail;
