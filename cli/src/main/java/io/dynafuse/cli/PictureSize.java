package io.dynafuse.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size in pixels, written like {@code 320x240}. */
record PictureSize(int width, int height) {
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})");

    static final ITypeConverter<PictureSize> CONVERTER = PictureSize::parse;

    private static PictureSize parse(String text) {
        Matcher matcher = FORMAT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("expected a size in pixels such as 320x240, found " + text);
        }
        return new PictureSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
