package io.dynafuse.training;

/** Where a training takes its batches from. */
public interface BatchSource {
    /**
     * The batch of a step, in the innermost open scope; the same for the same step, whatever was asked before.
     *
     * @param step from 0
     */
    Batch at(long step);
}
