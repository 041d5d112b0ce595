package io.dynafuse.network;

import io.dynafuse.torch.Tensor;

/** The rule by which a network fuses features without weights; it fixes the scale of the weighted fusion. */
public enum StaticRule {
    /** Σ E⁽ᵐ⁾, or all of them side by side; the weighted fusion is M·Σ ω⁽ᵐ⁾E⁽ᵐ⁾, so that ω = 1/M gives the static result. */
    SUM,
    /** (1/M)·Σ E⁽ᵐ⁾; the weighted fusion is Σ ω⁽ᵐ⁾E⁽ᵐ⁾. */
    MEAN,
    /** Element-wise maximum, which no weights can express; the weighted fusion is that of {@link #MEAN}. */
    MAXIMUM;

    /** Two features {@code [N,F,H,W]} as one, before the division that a mean ends with. */
    public Tensor combine(Tensor first, Tensor second) {
        return this == MAXIMUM ? first.maximum(second) : first.plus(second);
    }

    /** The same, in the memory of {@code first}. */
    Tensor combineInPlace(Tensor first, Tensor second) {
        return this == MAXIMUM ? first.maximumInPlace(second) : first.plusInPlace(second);
    }

    /** The factor of Σ ω⁽ᵐ⁾E⁽ᵐ⁾ in the weighted fusion of {@code sources} sources. */
    public int weightedFactor(int sources) {
        return this == SUM ? sources : 1;
    }
}
