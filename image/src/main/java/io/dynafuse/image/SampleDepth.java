package io.dynafuse.image;

/** The depth of a stored sample, from the coarsest to the finest. */
public enum SampleDepth {
    /** Unsigned integers 0..255. */
    BITS_8(1, 255),
    /** Unsigned integers 0..65535. */
    BITS_16(2, 65535),
    /** IEEE 754 single precision numbers in [0, 1]. */
    FLOAT_32(4, 1);

    private final int bytes;
    private final int maximum;

    SampleDepth(int bytes, int maximum) {
        this.bytes = bytes;
        this.maximum = maximum;
    }

    /** The bytes one sample takes. */
    public int bytes() {
        return bytes;
    }

    /** The stored number that means 1. */
    public int maximum() {
        return maximum;
    }
}
