package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.ReportFormat;
import io.dynafuse.files.AtomicFile;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The output files for the scenes of a dataset.
 *
 * @param folder of the fused images, each named after its scene
 * @param maps folders that get a subfolder for each scene
 */
record DatasetFiles(Path folder, ImageFormat format, WriteOptions options, FusionFiles.Folders maps) {
    FusionFiles of(DatasetScene scene) {
        Path image = folder.resolve(scene.name() + "." + format.extensions().get(0));
        return FusionFiles.of(image, options, maps.of(scene.name()), Optional.empty(), scene.files());
    }

    /** Checks that the dataset is given as folders and that its output is a folder. */
    static void requireFolders(CommandSpec command, List<Path> sources, Path output) {
        sources.stream()
                .filter(source -> sources.size() > 1 && Files.isRegularFile(source))
                .findFirst()
                .ifPresent(source -> Usage.require(
                        command,
                        false,
                        source + ": is a file, but others are folders; expected either files or folders"));
        Usage.require(
                command, !Files.isRegularFile(output), output + ": is a file; expected a folder for the fused images");
        Usage.require(
                command,
                Files.isDirectory(output) || !ReportFormat.isImage(output),
                output + ": is the name of an image; expected a folder for the fused images");
    }

    /**
     * Checks that nothing would be overwritten, neither an earlier result nor another file of the same name.
     *
     * @throws IOException if a fused image or a map is there already
     */
    void requireNew(Dataset dataset) throws IOException {
        requireNone(
                dataset, folder, "fused images", scene -> Stream.of(of(scene).output()));
        if (maps.weights().isPresent()) {
            requireNone(
                    dataset,
                    maps.weights().get(),
                    "scenes' fusion weights",
                    scene -> of(scene).weightFiles());
        }
        if (maps.losses().isPresent()) {
            requireNone(
                    dataset,
                    maps.losses().get(),
                    "scenes' loss maps",
                    scene -> of(scene).lossFiles());
        }
        requireNoPrompts(dataset);
    }

    private void requireNoPrompts(Dataset dataset) throws IOException {
        if (maps.prompts().isPresent()) {
            requireNone(
                    dataset, maps.prompts().get(), "scenes' prompts", scene -> of(scene).folders().prompts().stream());
        }
    }

    private static void requireNone(
            Dataset dataset, Path place, String what, Function<DatasetScene, Stream<Path>> files) throws IOException {
        long there = dataset.scenes().stream()
                .filter(scene -> files.apply(scene).anyMatch(Files::exists))
                .count();
        if (there > 0) {
            throw new IOException(
                    place + ": " + there + " of " + dataset.scenes().size() + " " + what
                            + " are there already; expected another folder, or --replace");
        }
    }

    /** Checks that existing folders are writable. */
    void requireWritable() throws IOException {
        for (Path place : places().toList()) {
            if (Files.exists(place)) {
                AtomicFile.makeFolder(place);
            }
        }
    }

    /** Makes the folder of the images; the folders of maps are made when there is something to put into them. */
    void make() throws IOException {
        AtomicFile.makeFolder(folder);
    }

    /**
     * Checks that no output replaces a file that this run reads or writes otherwise, and that no image lands among the sources, where the
     * next run would take it for a source.
     *
     * @param given the folders or the description given
     */
    void requireApart(
            CommandSpec command, Dataset dataset, List<Path> given, Optional<Path> weights, Optional<Path> json)
            throws IOException {
        Set<Path> taken = new HashSet<>();
        for (Path file : Stream.concat(read(dataset), Stream.concat(given.stream(), weights.stream()))
                .toList()) {
            taken.add(Usage.real(file));
        }
        if (json.isPresent()) {
            requireFree(command, json.get(), taken);
            taken.add(Usage.real(json.get()));
        }
        Set<Path> sourceFolders = new HashSet<>(given);
        read(dataset).map(DatasetFiles::parent).forEach(sourceFolders::add);
        places().forEach(place -> requireNoSourceFolder(command, place, sourceFolders));
        for (DatasetScene scene : dataset.scenes()) {
            FusionFiles files = of(scene);
            files.folders().all().forEach(folder -> requireNoSourceFolder(command, folder, sourceFolders));
            for (Path file : files.all().toList()) {
                requireFree(command, file, taken);
            }
        }
    }

    private static void requireFree(CommandSpec command, Path file, Set<Path> taken) throws IOException {
        Usage.require(
                command,
                !taken.contains(Usage.real(file)),
                file + ": is read or written by this command already; expected another place");
    }

    private static void requireNoSourceFolder(CommandSpec command, Path place, Set<Path> sourceFolders) {
        Usage.require(
                command,
                sourceFolders.stream().noneMatch(folder -> Usage.isSameFile(place, folder)),
                place + ": holds the sources; expected another folder");
    }

    private Stream<Path> places() {
        return Stream.concat(Stream.of(folder), maps.all());
    }

    private static Stream<Path> read(Dataset dataset) {
        return dataset.scenes().stream().flatMap(scene -> scene.allFiles().stream());
    }

    private static Path parent(Path file) {
        return file.toAbsolutePath().getParent();
    }
}
