package io.dynafuse.model;

/** How a network fuses features without weights; it fixes the scale of the weighted fusion. */
public enum StaticRule {
    /** Σ E⁽ᵐ⁾; the weighted fusion is M·Σ ω⁽ᵐ⁾E⁽ᵐ⁾, so that ω = 1/M gives the static result. */
    SUM,
    /** (1/M)·Σ E⁽ᵐ⁾; the weighted fusion is Σ ω⁽ᵐ⁾E⁽ᵐ⁾. */
    MEAN,
    /** Element-wise maximum, which no weights can express; the weighted fusion is that of {@link #MEAN}. */
    MAXIMUM;

    /** The factor of Σ ω⁽ᵐ⁾E⁽ᵐ⁾ in the weighted fusion of {@code sources} sources. */
    public int weightedFactor(int sources) {
        return this == SUM ? sources : 1;
    }
}
