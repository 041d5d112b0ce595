/** Metrics of linear correlation between the fused image and the sources. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.correlation;
