/**
 * Quality metrics of image fusion, on plain arrays.
 *
 * <p>Start with {@link io.dynafuse.metrics.Evaluation}: it scores a {@link io.dynafuse.metrics.FusedScene} by a
 * {@link io.dynafuse.metrics.Metric} of the registry {@link io.dynafuse.metrics.Metrics} under a
 * {@link io.dynafuse.metrics.MetricProfile}. A metric carries its facts and one {@link io.dynafuse.metrics.Definition} for each
 * way in which the field computes it; the definitions themselves are in the packages below, one file for each metric. A result that
 * several metrics need is a {@link io.dynafuse.metrics.Feature}, computed once for each scene; the common ones are in
 * {@code io.dynafuse.metrics.signal}.
 *
 * <p>Uses nothing else of Dynafuse: no files and no engine.
 */
package io.dynafuse.metrics;
