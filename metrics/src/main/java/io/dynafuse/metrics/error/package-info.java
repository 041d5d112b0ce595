/** Metrics of the error: how far the fused image is from the sources, or from the truth, pixel by pixel. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.error;
