package io.dynafuse.cli;

import io.dynafuse.image.ReadLimits;
import io.dynafuse.image.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for how image files are read. */
final class ReadingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--max-megapixels", paramLabel = "N", description = "The largest image to read; 100 if not given.")
    private Optional<Integer> maximumMegapixels = Optional.empty();

    @Option(
            names = "--max-side",
            paramLabel = "N",
            description = "The longest side to read, in pixels; 16384 if not given.")
    private Optional<Integer> maximumSide = Optional.empty();

    @Option(
            names = "--page",
            paramLabel = "N",
            description = "Which page to read of files that hold several images, from 1.")
    private Optional<Integer> page = Optional.empty();

    @Option(
            names = "--bands",
            paramLabel = "N[,N,N]",
            split = ",",
            description = "Which bands to read of files that have more bands than gray or red, green and blue, from 1:"
                    + " one for gray, or three for red, green and blue.")
    private List<Integer> bands = List.of();

    void requireSense() {
        Usage.requirePositive(command, "--max-megapixels", maximumMegapixels);
        Usage.requirePositive(command, "--max-side", maximumSide);
        Usage.requirePositive(command, "--page", page);
        Usage.require(
                command,
                bands.size() < 4 && bands.size() != 2,
                "--bands: expected 1 or 3 bands, such as 1 or 3,2,1, found " + bands.size());
        bands.forEach(band -> Usage.requirePositive(command, "--bands", Optional.of(band)));
    }

    ReadOptions toOptions() {
        return new ReadOptions(limits(), page.map(OptionalInt::of).orElse(OptionalInt.empty()), bands);
    }

    private ReadLimits limits() {
        ReadLimits defaults = ReadLimits.DEFAULT;
        return new ReadLimits(
                maximumMegapixels.map(n -> n * 1_000_000L).orElse(defaults.maximumPixels()),
                maximumSide.orElse(defaults.maximumSide()));
    }
}
