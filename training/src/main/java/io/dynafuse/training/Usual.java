package io.dynafuse.training;

/**
 * What a learner is trained with unless it is told otherwise.
 *
 * @param rate how large the steps are
 * @param clip the largest norm of a module's gradients, as {@link TrainingPlan} has it
 */
public record Usual(LearningRate rate, double clip) {
    /** Of learners without a habit of their own. */
    static final Usual STANDARD =
            new Usual(new LearningRate(2e-3, LearningRate.Course.COSINE, 100), Double.POSITIVE_INFINITY);
}
