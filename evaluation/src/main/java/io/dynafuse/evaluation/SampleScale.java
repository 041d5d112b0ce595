package io.dynafuse.evaluation;

import io.dynafuse.image.SampleDepth;

/** How samples of each depth come onto the scale 0..255 that every metric works on. */
public enum SampleScale {
    AS_STORED("8-bit samples as they are"),
    DIVIDED("16-bit samples divided by 257"),
    MULTIPLIED("float samples from 0..1 multiplied by 255");

    /** What the samples of every image are brought to before they are measured. */
    public static final String DATA_RANGE = "0..255";

    private final String words;

    SampleScale(String words) {
        this.words = words;
    }

    /** What is done to the samples. */
    public String words() {
        return words;
    }

    static SampleScale of(SampleDepth depth) {
        return switch (depth) {
            case BITS_8 -> AS_STORED;
            case BITS_16 -> DIVIDED;
            case FLOAT_32 -> MULTIPLIED;
        };
    }

    /** The sample on the scale 0..255, from its value in [0, 1]; stored integers come back exactly before they are divided. */
    double apply(float value) {
        return switch (this) {
            case AS_STORED -> Math.rint(value * 255.0);
            case DIVIDED -> Math.rint(value * 65535.0) / 257;
            // In single precision, so that levels of 8 bits that were stored as floats become whole again.
            case MULTIPLIED -> value * 255f;
        };
    }
}
