/**
 * Measurements: JMH for single operations, tables of variants measured side by side for docs/speed.md. May use {@code core} and {@code
 * metrics}. Start with
 * {@link io.dynafuse.benchmarks.Benchmarks}.
 */
package io.dynafuse.benchmarks;
