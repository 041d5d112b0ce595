/**
 * Quality metrics of image fusion, on plain arrays.
 *
 * <p>Start with {@link io.dynafuse.metrics.Evaluation}: it scores a {@link io.dynafuse.metrics.FusedScene} by a
 * {@link io.dynafuse.metrics.Metric} of the registry {@link io.dynafuse.metrics.Metrics} under a
 * {@link io.dynafuse.metrics.MetricProfile}. A metric carries its facts and one {@link io.dynafuse.metrics.Definition} for each
 * way in which the field computes it; the definitions themselves live in the packages below, one file a metric. What several
 * metrics need is a {@link io.dynafuse.metrics.Feature}, computed once a scene; the common ones are in
 * {@code io.dynafuse.metrics.signal}.
 *
 * <p>Knows nothing of files, engines or the rest of Dynafuse.
 */
package io.dynafuse.metrics;
