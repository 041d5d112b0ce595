/** Metrics of the visual information that a viewer can still draw from the fused image. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.fidelity;
