/** Metrics of information theory: how much the fused image tells, and how much of it the sources told. One file a metric, or a few of one formula. */
package io.dynafuse.metrics.information;
