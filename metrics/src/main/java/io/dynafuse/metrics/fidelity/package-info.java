/** Metrics of the visual information that a viewer can still draw from the fused image. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.fidelity.VisualInformation}. */
package io.dynafuse.metrics.fidelity;
