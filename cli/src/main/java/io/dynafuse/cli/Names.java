package io.dynafuse.cli;

import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what stands on the command line. */
final class Names {
    private static final Pattern TIME = Pattern.compile("\\d{1,6}[smh]", Pattern.CASE_INSENSITIVE);

    private Names() {}

    static Integer wholeNumber(String text) {
        return number(text, Integer::valueOf);
    }

    static Long longWholeNumber(String text) {
        return number(text, Long::valueOf);
    }

    private static <T> T number(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a whole number, found " + text);
        }
    }

    /** Reads a time such as {@code 90s}, {@code 10m} or {@code 2h}. */
    static Duration time(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("expected a time such as 90s, 10m or 2h, found " + text);
        }
        return Duration.parse("PT" + matcher.group());
    }

    /** Reads the name of a network. */
    static Network network(String name) {
        return Networks.find(name)
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Networks.all().stream().map(Network::id).collect(Collectors.joining(", ")) + ", found "
                        + name));
    }

    /** Reads a word for what a source is to its scene. */
    static Role role(String word) {
        return Role.of(word)
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", ")) + ", found "
                        + word));
    }

    /** Reads the name of a profile of metrics. */
    static MetricProfile profile(String name) {
        try {
            return MeasureSelection.profile(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Reads the extension of a format that images can be written in. */
    static ImageFormat writableFormat(String ending) {
        List<ImageFormat> writable = Arrays.stream(ImageFormat.values())
                .filter(ImageFormat::canBeWritten)
                .toList();
        return writable.stream()
                .filter(format -> format.extensions().contains(ending.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + writable.stream()
                                .map(format -> format.extensions().get(0))
                                .collect(Collectors.joining(", "))
                        + ", found " + ending));
    }

    /** A converter from a function that refuses wrong text with its own message. */
    static <T> ITypeConverter<T> reading(Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    static <E extends Enum<E>> void register(CommandLine commandLine, Class<E> type) {
        commandLine.registerConverter(type, reading(name -> ConstantName.read(type, name)));
    }
}
