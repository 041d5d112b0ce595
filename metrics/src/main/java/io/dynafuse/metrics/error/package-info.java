/** Metrics of the error: the distance of the fused image from the sources, or from the truth, pixel by pixel. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.error.MeanSquaredError}. */
package io.dynafuse.metrics.error;
