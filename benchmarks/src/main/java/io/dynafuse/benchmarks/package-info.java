/**
 * Measurements: JMH for single operations, tables of variants measured side by side for docs/speed.md. May use {@code core}. Start with
 * {@link io.dynafuse.benchmarks.Benchmarks}.
 */
package io.dynafuse.benchmarks;
