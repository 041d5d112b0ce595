/** Metrics of contrast and sharpness, which look at the fused image alone. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.detail;
