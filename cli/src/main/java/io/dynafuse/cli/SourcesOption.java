package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names the folders of the sources, if their names do not identify them. */
final class SourcesOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--sources",
            arity = "2..*",
            paramLabel = "DIR",
            description =
                    "The folders of the sources, or quoted patterns such as 'DIR/*-mri.png', instead of DATASET; with"
                            + " DATASET, folders in it. Says which images belong together where names leave that open.")
    private List<Path> folders = List.of();

    boolean isGiven() {
        return !folders.isEmpty();
    }

    /**
     * The places that a dataset is read from.
     *
     * @param dataset as given beside the option
     * @param name what the help calls the dataset
     */
    List<Path> places(Optional<Path> dataset, String name) {
        Usage.require(
                command,
                dataset.isPresent() || isGiven(),
                "expected " + name + ", or the folders of its sources by --sources, found neither");
        return isGiven() ? in(command, dataset, folders) : dataset.stream().toList();
    }

    /** Resolves folders, first within the dataset. */
    static List<Path> in(CommandSpec command, Optional<Path> dataset, List<Path> folders) {
        dataset.ifPresent(place -> Usage.require(
                command,
                !Dataset.isDescription(place) || new Place(place.toString()).isFolder(),
                "--sources: " + place + " says itself what its sources are; expected one of both"));
        return folders.stream()
                .map(folder -> dataset.map(place -> place.resolve(folder))
                        .filter(inside -> isThere(inside))
                        .orElse(folder))
                .toList();
    }

    private static boolean isThere(Path folder) {
        Place place = new Place(folder.toString());
        return place.exists() || place.isPatternOfFolder();
    }
}
