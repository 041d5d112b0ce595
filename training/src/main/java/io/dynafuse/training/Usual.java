package io.dynafuse.training;

/**
 * What a learner is trained with unless it is told otherwise.
 *
 * @param rate how large the steps are
 * @param clip the largest norm of a module's gradients, as {@link TrainingPlan} has it
 * @param patch width and height of what is fused of each part, in pixels
 * @param optimiser what makes steps of gradients
 */
public record Usual(LearningRate rate, double clip, int patch, Adam optimiser) {
    /** Of learners without a habit of their own. */
    static final Usual STANDARD =
            new Usual(new LearningRate(2e-3, LearningRate.Course.COSINE, 100), Double.POSITIVE_INFINITY);

    private static final int PATCH = 64;

    /** With patches of 64 pixels a side. */
    Usual(LearningRate rate, double clip) {
        this(rate, clip, PATCH, Adam.STANDARD);
    }
}
