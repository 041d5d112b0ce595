package io.dynafuse.benchmarks.commands;

import java.util.List;
import picocli.CommandLine.Option;

/** The sizes of the images that a measurement makes. */
final class MadeSizes {
    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "SMALL,MIDDLE,LARGE",
            description =
                    "of made images: SMALL (640x480), MIDDLE (6 megapixels), LARGE (24); ${DEFAULT-VALUE} if not given")
    private List<ImageSize> sizes = List.of();

    List<ImageSize> all() {
        return sizes;
    }
}
