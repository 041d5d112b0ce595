/**
 * Measures what was fused: one image, folders of images, several methods side by side. May use {@code files}, {@code image},
 * {@code preparation}, {@code metrics}, {@code data} and {@code fusion}, but none of the packages below; the command turns options into calls of this module and prints what they
 * find.
 *
 * <p>Start with {@link io.dynafuse.evaluation.Plan}, which finds the files of each {@link io.dynafuse.evaluation.Scene}, in folders by a {@link
 * io.dynafuse.evaluation.Pairing}; {@link io.dynafuse.evaluation.ParallelEvaluation} reads and scores them by {@linkplain
 * io.dynafuse.evaluation.Measure measures}, giving an {@link io.dynafuse.evaluation.Outcome} each; {@link
 * io.dynafuse.evaluation.Results} holds those of all methods, and {@link io.dynafuse.evaluation.ReportFormat} writes them.
 *
 * <p>The packages below: {@link io.dynafuse.evaluation.run} fuses and measures the scenes of a dataset in one go, {@link
 * io.dynafuse.evaluation.report} makes an HTML page of it, and {@link io.dynafuse.evaluation.comparison} sets checkpoints side by side.
 */
package io.dynafuse.evaluation;
