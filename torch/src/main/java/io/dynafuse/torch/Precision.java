package io.dynafuse.torch;

/** The number type a network computes in; losses and fusion weights are always computed in {@link #FP32}. */
public enum Precision {
    /** 32-bit floating point. */
    FP32(4),
    /** bfloat16: 8 bits of mantissa, up to twice as fast on processors with AVX512_BF16, slower than FP32 on others and even on some of those. */
    BF16(2);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** The bytes of a number. */
    public int bytes() {
        return bytes;
    }
}
