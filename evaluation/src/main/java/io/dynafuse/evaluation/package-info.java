/**
 * Measures what was fused: one image, folders of images, several methods side by side. Knows images and metrics; the command
 * only parses its options and prints what is found here.
 *
 * <p>A {@link io.dynafuse.evaluation.Plan} finds the files of each {@link io.dynafuse.evaluation.Scene}, in folders by a {@link
 * io.dynafuse.evaluation.Pairing}; {@link io.dynafuse.evaluation.ParallelEvaluation} reads and scores them by {@linkplain
 * io.dynafuse.evaluation.Measure measures}, giving an {@link io.dynafuse.evaluation.Outcome} each; {@link
 * io.dynafuse.evaluation.Results} holds those of all methods, and {@link io.dynafuse.evaluation.ReportFormat} writes them. The HTML page is made by {@link io.dynafuse.evaluation.report}.
 */
package io.dynafuse.evaluation;
