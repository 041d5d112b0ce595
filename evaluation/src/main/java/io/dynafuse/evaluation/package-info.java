/**
 * Measures what was fused: one image, folders of images, several methods side by side. Knows files, images, metrics
 * and how a fuser is configured, but none of the rooms below; the command turns options into calls of this module and prints what they
 * find.
 *
 * <p>A {@link io.dynafuse.evaluation.Plan} finds the files of each {@link io.dynafuse.evaluation.Scene}, in folders by a {@link
 * io.dynafuse.evaluation.Pairing}; {@link io.dynafuse.evaluation.ParallelEvaluation} reads and scores them by {@linkplain
 * io.dynafuse.evaluation.Measure measures}, giving an {@link io.dynafuse.evaluation.Outcome} each; {@link
 * io.dynafuse.evaluation.Results} holds those of all methods, and {@link io.dynafuse.evaluation.ReportFormat} writes them.
 *
 * <p>Rooms of their own: {@link io.dynafuse.evaluation.run} fuses and measures the scenes of a dataset in one go, {@link
 * io.dynafuse.evaluation.report} makes an HTML page of it, and {@link io.dynafuse.evaluation.comparison} sets checkpoints side by side.
 */
package io.dynafuse.evaluation;
