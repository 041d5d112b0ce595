package io.dynafuse.benchmarks;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.Fuser;
import java.util.Optional;

/** A kind of fusion whose speed is measured. */
public enum Variant {
    /** Without fusion weights. */
    STATIC(Optional.empty()),
    /** Fusion weights from the static fusion. */
    FUSED(Optional.of(Reference.FUSED)),
    /** Fusion weights from each source alone against the maximum of all. */
    MAXIMUM(Optional.of(Reference.MAXIMUM)),
    /** Fusion weights from each source alone against itself. */
    COMPONENT(Optional.of(Reference.COMPONENT));

    private final Optional<Reference> reference;

    Variant(Optional<Reference> reference) {
        this.reference = reference;
    }

    /** Sets a fuser up for this variant. */
    public Fuser.Builder apply(Fuser.Builder builder) {
        return reference
                .map(chosen -> builder.dominability(Dominability.of(chosen)))
                .orElseGet(builder::withoutWeights);
    }
}
