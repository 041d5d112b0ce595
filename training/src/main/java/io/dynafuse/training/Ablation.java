package io.dynafuse.training;

import io.dynafuse.network.refusion.ReFusion;

/** What of ReFusion is left out, as in its authors' Table 5. */
public enum Ablation {
    /** Nothing. */
    NONE(ReFusion.FULL),
    /** I: w and v stay ½; nothing proposes a loss. */
    FIXED_LOSS(ReFusion.FULL),
    /** II: all modules follow the sum of both losses; no inner step, and no derivative through one. */
    NO_META_LEARNING(ReFusion.FULL),
    /** III: the inner updates are kept; there are no others of fusion and reconstruction. */
    NO_FUSION_UPDATE(ReFusion.FULL),
    /** IV: the sum over the sources in place of the larger one in the reconstruction loss. */
    SUM(ReFusion.FULL),
    /** V: the fused image is Σ w I; there is no fusion module. */
    DECISION(ReFusion.FULL),
    /** VI: features side by side in place of the adaptive fusion module. */
    CONCATENATED(ReFusion.CONCATENATED),
    /** VII: no attention between the sources. */
    UNCROSSED(ReFusion.UNCROSSED),
    /** VIII: no gates. */
    UNGATED(ReFusion.UNGATED);

    private final ReFusion network;

    Ablation(ReFusion network) {
        this.network = network;
    }

    /** The network that is trained. */
    public ReFusion network() {
        return network;
    }
}
