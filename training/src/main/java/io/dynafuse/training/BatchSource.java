package io.dynafuse.training;

/** Where a training takes its batches from. */
public interface BatchSource {
    /** A batch, in the innermost open scope; the same for the same draw, whatever was asked before. */
    Batch at(Draw draw);
}
