/**
 * Signal processing for metrics: levels and histograms, filters and window statistics, gradients, Fourier transforms. A result that other
 * metrics can reuse is a {@link io.dynafuse.metrics.Feature}. May use {@code metrics}. Start with {@link io.dynafuse.metrics.signal.Filters}.
 */
package io.dynafuse.metrics.signal;
