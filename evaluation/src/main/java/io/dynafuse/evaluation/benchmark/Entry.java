package io.dynafuse.evaluation.benchmark;

import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.run.FusionCost;
import java.util.Optional;

/**
 * One way of fusing a dataset.
 *
 * @param method what the checkpoint is called, or another way of fusing without one
 * @param result scores of every scene, called as the variant is
 * @param cost of a fusion; empty if it could not be measured
 */
public record Entry(String method, MethodResult result, Optional<FusionCost> cost) {
    /** The label of the variant of fusion. */
    public String variant() {
        return result.method();
    }

    /** How many scenes could be measured. */
    long measured() {
        return result.measured().count();
    }

    /** How many scenes could not be fused or measured. */
    long failed() {
        return result.failed().count();
    }
}
