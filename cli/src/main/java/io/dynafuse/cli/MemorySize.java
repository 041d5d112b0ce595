package io.dynafuse.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes, written like {@code 800MB} or {@code 4GB}. */
record MemorySize(long bytes) {
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})\\s*([MG])B?", Pattern.CASE_INSENSITIVE);

    static final ITypeConverter<MemorySize> CONVERTER = MemorySize::parse;

    private static MemorySize parse(String text) {
        Matcher matcher = FORMAT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("expected a size such as 800MB or 4GB, found " + text);
        }
        int shift = matcher.group(2).toUpperCase(Locale.ROOT).equals("G") ? 30 : 20;
        return new MemorySize(Long.parseLong(matcher.group(1)) << shift);
    }
}
