/**
 * Evaluates variants of a network on a dataset: fuses every scene by every variant, measures what came out, and writes tables, a report
 * and the pictures into a folder, such that a run that was killed goes on where it was. May use everything of {@code
 * io.dynafuse.evaluation}, and of core what fuses and reads images; which network fuses is the caller's choice.
 *
 * <p>Start with {@link io.dynafuse.evaluation.run.EvaluationRun}, which does what an {@link
 * io.dynafuse.evaluation.run.EvaluationRequest} asks. {@code RunFolder} knows what lies where and whose it is, {@code ScoreRecord} when
 * a result can be trusted, and {@link io.dynafuse.evaluation.OutputRule} how a network's output becomes the image that is measured.
 */
package io.dynafuse.evaluation.run;
