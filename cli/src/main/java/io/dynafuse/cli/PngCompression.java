package io.dynafuse.cli;

import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.WriteOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much time is spent on making PNG files small. */
final class PngCompression {
    private static final Map<String, Integer> WORDS =
            Map.of("fast", 1, "default", WriteOptions.DEFAULT.pngCompression(), "best", 9);

    @Option(
            names = "--png-compression",
            paramLabel = "0..9",
            description =
                    "Of PNG output: 0 is written soonest, 9 is the smallest file; also fast (1), default (4) or best"
                            + " (9). The image is the same; 4 if not given.")
    private Optional<Level> level = Optional.empty();

    /** A number from 0 to 9. */
    record Level(int number) {
        static final ITypeConverter<Level> CONVERTER = Level::parse;

        private static Level parse(String text) {
            if (text.matches("[0-9]")) {
                return new Level(Integer.parseInt(text));
            }
            return Optional.ofNullable(WORDS.get(text.toLowerCase(Locale.ROOT)))
                    .map(Level::new)
                    .orElseThrow(() ->
                            new TypeConversionException("expected 0 to 9, or fast, default or best, found " + text));
        }
    }

    /** Options with what was given. */
    WriteOptions in(WriteOptions others) {
        return level.map(given -> others.withPngCompression(given.number())).orElse(others);
    }

    /**
     * Checks that it is not given for files of another format.
     *
     * @param option that says the format
     */
    void requireFor(CommandSpec command, ImageFormat written, String option) {
        Usage.require(
                command,
                level.isEmpty() || written == ImageFormat.PNG,
                "--png-compression: is for PNG, but " + option + " says " + written + "; expected png there");
    }
}
