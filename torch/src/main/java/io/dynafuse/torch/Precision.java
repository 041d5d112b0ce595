package io.dynafuse.torch;

/** The number type a network computes in; losses and fusion weights are always computed in {@link #FP32}. */
public enum Precision {
    /** 32-bit floating point. */
    FP32,
    /** bfloat16: 8 bits of mantissa, up to twice as fast on processors with AVX512_BF16, slower than FP32 on others and even on some of those. */
    BF16
}
