/** Metrics of contrast and sharpness, which look at the fused image alone. One file a metric. */
package io.dynafuse.metrics.detail;
