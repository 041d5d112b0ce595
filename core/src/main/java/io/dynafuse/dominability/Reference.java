package io.dynafuse.dominability;

/**
 * The component of source m and the target that it is compared with. D is the decoder, E⁽ᵐ⁾ the encoder of source m, x⁽ᵐ⁾ the source, I_S
 * the static fusion of all sources.
 */
public enum Reference {
    /** D(E⁽ᵐ⁾(x⁽ᵐ⁾)) against x⁽ᵐ⁾: how well the network reconstructs the source from itself alone (TTD, Algorithm 1). */
    COMPONENT,
    /** D(E⁽ᵐ⁾(x⁽ᵐ⁾)) against the per-pixel maximum of all sources, the usual intensity target of fusion losses. */
    MAXIMUM,
    /** I_S against x⁽ᵐ⁾: how much of the source the static fusion already holds (TTD, Eq. 2 taken per source). */
    FUSED,
    /** The static fusion of x⁽ᵐ⁾ with itself against x⁽ᵐ⁾. */
    SELF_FUSED
}
