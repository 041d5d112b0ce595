/** Metrics of structural similarity: how much of the structure of the sources the fused image has kept. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.structure.Ssim}. */
package io.dynafuse.metrics.structure;
