package io.dynafuse.training;

/** Where a training takes its batches from. */
public interface BatchSource {
    /**
     * The batch of a number, in the innermost open scope; the same for the same number, whatever was asked before.
     *
     * @param number from 0
     */
    Batch at(long number);
}
