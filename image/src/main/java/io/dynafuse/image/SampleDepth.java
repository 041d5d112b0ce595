package io.dynafuse.image;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The depth of a stored sample, from the coarsest to the finest. */
public enum SampleDepth {
    /** Unsigned integers 0..255. */
    BITS_8(1, 255, "8"),
    /** Unsigned integers 0..65535. */
    BITS_16(2, 65535, "16"),
    /** IEEE 754 single precision numbers in [0, 1]. */
    FLOAT_32(4, 1, "float");

    private final int bytes;
    private final int maximum;
    private final String word;

    SampleDepth(int bytes, int maximum, String word) {
        this.bytes = bytes;
        this.maximum = maximum;
        this.word = word;
    }

    /**
     * Reads the word for a depth, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none; the message lists the words that there are
     */
    public static SampleDepth of(String word) {
        return Stream.of(values())
                .filter(depth -> depth.word.equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Stream.of(values()).map(SampleDepth::word).collect(Collectors.joining(", ")) + ", found "
                        + word));
    }

    /** The word for it in options, settings and reports: {@code 8}, {@code 16} or {@code float}. */
    public String word() {
        return word;
    }

    /** In words for people, such as {@code 8 bits}. */
    public String description() {
        return this == FLOAT_32 ? word : word + " bits";
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
