package io.dynafuse.training;

/** Hears how a training goes on, on its thread; nothing of it unless a method is overridden. */
public interface TrainingListener {
    /**
     * A step was made.
     *
     * @param done steps made so far
     * @param steps of the whole training
     * @param loss of this step's batch
     * @param rate the learning rate of this step
     */
    default void stepped(long done, long steps, double loss, double rate) {}

    /**
     * The network was measured.
     *
     * @param best whether the result is better than all before, so that the parameters were kept
     */
    default void validated(long done, Validation.Result result, boolean best) {}
}
