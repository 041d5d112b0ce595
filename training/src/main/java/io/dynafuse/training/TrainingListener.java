package io.dynafuse.training;

import io.dynafuse.torch.Parameters;
import java.io.IOException;

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

    /**
     * The network as it is now; heard before the first step and after each, and again for steps that a resumed training makes again.
     *
     * @param done steps made so far
     * @param network its EMA, as {@link Learner#network} says; on loan
     * @throws IOException if something cannot be written, which ends the training
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    default void reached(long done, long steps, Parameters network) throws IOException, InterruptedException {}

    /** Both this and another one hear. */
    default TrainingListener and(TrainingListener other) {
        TrainingListener one = this;
        return new TrainingListener() {
            @Override
            public void stepped(long done, long steps, double loss, double rate) {
                one.stepped(done, steps, loss, rate);
                other.stepped(done, steps, loss, rate);
            }

            @Override
            public void validated(long done, Validation.Result result, boolean best) {
                one.validated(done, result, best);
                other.validated(done, result, best);
            }

            @Override
            public void reached(long done, long steps, Parameters network) throws IOException, InterruptedException {
                one.reached(done, steps, network);
                other.reached(done, steps, network);
            }
        };
    }
}
