package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A dataset and how the command line gave it.
 *
 * @param places a folder of scenes or a description; or two or more folders or patterns, one for each source
 */
record GivenDataset(List<Path> places, Dataset scenes) {
    GivenDataset {
        places = List.copyOf(places);
    }

    /** Whether a command line means a dataset, and not images. */
    static boolean isNamedBy(List<Path> places, SourcesOption folders) {
        return folders.isGiven() || places.size() == 1
                ? folders.isGiven() || Files.isDirectory(places.get(0)) || Dataset.isDescription(places.get(0))
                : places.stream().anyMatch(place -> new Place(place.toString()).isFolder());
    }

    static GivenDataset read(List<Path> places) throws IOException {
        return new GivenDataset(places, places.size() == 1 ? Dataset.read(places.get(0)) : Dataset.ofFolders(places));
    }

    GivenDataset first(int most) {
        return new GivenDataset(places, scenes.first(most));
    }

    /** Its name in a sentence. */
    String words() {
        return String.join(" ", places.stream().map(Path::toString).toList());
    }

    /** The folder that all its files lie in, to which the names of files are relative. */
    Path folder() {
        Path common = folder(places.get(0));
        for (Path place : places) {
            while (common.getParent() != null && !folder(place).startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }

    /** @throws picocli.CommandLine.ParameterException if the output folder lies in one of the dataset's folders */
    void requireOutside(CommandSpec command, String option, Path written) throws IOException {
        for (Path place : places) {
            Usage.require(
                    command,
                    !Files.isDirectory(place) || !Usage.real(written).startsWith(Usage.real(place)),
                    option + written + ": lies in the dataset " + place + "; expected a folder outside of it");
        }
    }

    private static Path folder(Path place) {
        Path parent = place.toAbsolutePath().normalize().getParent();
        boolean inside = Files.isDirectory(place) && !new Place(place.toString()).isFile();
        return inside || parent == null ? place.toAbsolutePath().normalize() : parent;
    }
}
