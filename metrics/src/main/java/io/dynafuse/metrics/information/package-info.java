/** Metrics of information theory: the information of the fused image, and how much of it comes from the sources. One file for each metric, or for a few of one formula. May use {@code metrics} and {@code metrics.signal}. Start with {@link io.dynafuse.metrics.information.Entropy}. */
package io.dynafuse.metrics.information;
