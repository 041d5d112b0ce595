/**
 * Many methods on one dataset: their ranks, what a fusion takes by each, and where weights help. May use runs of evaluations and how they are
 * written. Start with {@link io.dynafuse.evaluation.benchmark.Benchmark}.
 */
package io.dynafuse.evaluation.benchmark;
