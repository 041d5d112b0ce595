package io.dynafuse.cli;

import io.dynafuse.reproduction.TrainedRun;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How much is trained for a table of trainings. */
final class BudgetOptions {
    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Of refusion-table5, refusion-table6, tcmoa-table4 and tcmoa-figure8: steps of each task that is trained for; 330"
                            + " if not given, which with 2 cores takes very roughly an hour for refusion-table5.")
    private Optional<Integer> steps = Optional.empty();

    @Option(
            names = "--scenes",
            paramLabel = "N",
            description = "Of the same: scenes that are made to learn from, without --data; 100 if not given.")
    private Optional<Integer> scenes = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Of the same: parts of scenes in a batch; 2 if not given.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--patch",
            paramLabel = "PIXELS",
            description =
                    "Of the same: width and height of a part; 64 of ReFusion and 112 of TC-MoA, whose parts are multiples of that, if not given.")
    private Optional<Integer> patch = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the same: what all that is random follows from; 1 if not given.")
    private Optional<Long> seed = Optional.empty();

    boolean isGiven() {
        return Stream.of(steps, scenes, batch, patch, seed).anyMatch(Optional::isPresent);
    }

    /** @param usualPatch where none is asked for */
    TrainedRun.Budget budget(int threads, int usualPatch) {
        return new TrainedRun.Budget(
                steps.orElse(330),
                scenes.orElse(100),
                batch.orElse(2),
                patch.orElse(usualPatch),
                seed.orElse(1L),
                threads);
    }
}
