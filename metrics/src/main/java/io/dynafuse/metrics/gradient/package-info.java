/**
 * Metrics that ask how well the edges of the sources live on in the fused image. One file a metric, or a family of metrics that
 * share their edges.
 */
package io.dynafuse.metrics.gradient;
