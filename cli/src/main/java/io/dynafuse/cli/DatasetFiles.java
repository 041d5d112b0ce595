package io.dynafuse.cli;

import io.dynafuse.evaluation.dataset.Dataset;
import io.dynafuse.evaluation.dataset.DatasetScene;
import io.dynafuse.files.WholeFile;
import io.dynafuse.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where the fusions of a dataset's scenes go.
 *
 * @param folder of the fused images, each called as its scene
 * @param weightMaps a folder that gets one for each scene
 */
record DatasetFiles(Path folder, ImageFormat format, Optional<Path> weightMaps) {

    FusionFiles of(DatasetScene scene) {
        Path image = folder.resolve(scene.name() + "." + format.extensions().get(0));
        return FusionFiles.of(image, weightMaps.map(maps -> maps.resolve(scene.name())), scene.files());
    }

    /** The folders, where there is one already, must take files. */
    void requireWritable() throws IOException {
        for (Path place : places().toList()) {
            if (Files.exists(place)) {
                WholeFile.makeFolder(place);
            }
        }
    }

    /** Makes the folder of the images; those of weights are made when there is something to put into them. */
    void make() throws IOException {
        WholeFile.makeFolder(folder);
    }

    /**
     * Nothing may land on a file that this run reads or writes besides, and no image among the sources, where the next run would take it for
     * one of them.
     *
     * @param given the folders or the description given
     */
    void requireApart(CommandSpec command, Dataset dataset, List<Path> given, Path weights, Optional<Path> json)
            throws IOException {
        Set<Path> taken = new HashSet<>();
        for (Path file : Stream.concat(read(dataset), Stream.concat(given.stream(), Stream.of(weights)))
                .toList()) {
            taken.add(real(file));
        }
        if (json.isPresent()) {
            requireFree(command, json.get(), taken);
            taken.add(real(json.get()));
        }
        Set<Path> sourceFolders = new HashSet<>(given);
        read(dataset).map(DatasetFiles::parent).forEach(sourceFolders::add);
        places().forEach(place -> requireNoSourceFolder(command, place, sourceFolders));
        for (DatasetScene scene : dataset.scenes()) {
            FusionFiles files = of(scene);
            files.folder().ifPresent(maps -> requireNoSourceFolder(command, maps, sourceFolders));
            for (Path file : files.all().toList()) {
                requireFree(command, file, taken);
            }
        }
    }

    private static void requireFree(CommandSpec command, Path file, Set<Path> taken) throws IOException {
        Usage.require(
                command,
                !taken.contains(real(file)),
                file + ": is read or written by this command already; expected another place");
    }

    private static void requireNoSourceFolder(CommandSpec command, Path place, Set<Path> sourceFolders) {
        Usage.require(
                command,
                sourceFolders.stream().noneMatch(folder -> Usage.isSameFile(place, folder)),
                place + ": holds the sources; expected another folder");
    }

    private Stream<Path> places() {
        return Stream.concat(Stream.of(folder), weightMaps.stream());
    }

    private static Stream<Path> read(Dataset dataset) {
        return dataset.scenes().stream()
                .flatMap(scene -> Stream.concat(scene.files().stream(), scene.truth().stream()));
    }

    private static Path parent(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
    }
}
