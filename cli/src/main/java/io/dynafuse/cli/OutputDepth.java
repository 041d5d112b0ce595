package io.dynafuse.cli;

import io.dynafuse.image.SampleDepth;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A depth of samples on the command line. */
enum OutputDepth {
    EIGHT("8", SampleDepth.BITS_8),
    SIXTEEN("16", SampleDepth.BITS_16),
    FLOAT("float", SampleDepth.FLOAT_32);

    static final ITypeConverter<OutputDepth> CONVERTER = OutputDepth::parse;

    private final String text;
    private final SampleDepth depth;

    OutputDepth(String text, SampleDepth depth) {
        this.text = text;
        this.depth = depth;
    }

    /** A text for people, such as {@code 8 bits}. */
    String description() {
        return this == FLOAT ? text : text + " bits";
    }

    SampleDepth toSampleDepth() {
        return depth;
    }

    /** Reads the name of a depth. */
    static OutputDepth of(SampleDepth depth) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.depth == depth)
                .findFirst()
                .orElseThrow();
    }

    private static OutputDepth parse(String text) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.text.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(values()).map(OutputDepth::toString).collect(Collectors.joining(", "))
                        + ", found " + text));
    }

    @Override
    public String toString() {
        return text;
    }
}
