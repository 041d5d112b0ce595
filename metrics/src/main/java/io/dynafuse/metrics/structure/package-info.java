/** Metrics of structural similarity: how much of the structure of the sources the fused image has kept. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.structure;
