/** Metrics of linear correlation between the fused image and the sources. One file a metric. */
package io.dynafuse.metrics.correlation;
