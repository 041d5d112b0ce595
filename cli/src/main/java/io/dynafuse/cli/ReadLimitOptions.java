package io.dynafuse.cli;

import io.dynafuse.image.ReadLimits;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that limit how large an image may be to be read. */
final class ReadLimitOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--max-megapixels", paramLabel = "N", description = "The largest image to read; 100 if not given.")
    private Optional<Integer> maximumMegapixels = Optional.empty();

    @Option(
            names = "--max-side",
            paramLabel = "N",
            description = "The longest side to read, in pixels; 16384 if not given.")
    private Optional<Integer> maximumSide = Optional.empty();

    void requireSense() {
        Usage.requirePositive(command, "--max-megapixels", maximumMegapixels);
        Usage.requirePositive(command, "--max-side", maximumSide);
    }

    ReadLimits toLimits() {
        ReadLimits defaults = ReadLimits.DEFAULT;
        return new ReadLimits(
                maximumMegapixels.map(n -> n * 1_000_000L).orElse(defaults.maximumPixels()),
                maximumSide.orElse(defaults.maximumSide()));
    }
}
