/**
 * Signal processing that metrics need: levels and histograms, filters and window statistics, gradients, Fourier
 * transforms. What is worth keeping for the next metric is a {@link io.dynafuse.metrics.Feature}.
 */
package io.dynafuse.metrics.signal;
