package io.dynafuse.cli;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.LossMaps;
import io.dynafuse.fusion.SourceMapFiles;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.MapFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.report.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The image files that a fusion writes.
 *
 * @param output the fused image
 * @param options how the fused image is written
 * @param folders of maps
 * @param depthMap of a focus stack
 * @param weightMaps for each source its fusion weights
 * @param lossMaps what the network's learned loss asks of the image
 * @param names of the sources, by which their maps are called
 */
record FusionFiles(
        Path output,
        WriteOptions options,
        Folders folders,
        Optional<Path> depthMap,
        List<MapFiles> weightMaps,
        Optional<SourceMapFiles> lossMaps,
        List<String> names) {

    /**
     * Where maps are written, as far as they are asked for.
     *
     * @param weights of fusion weights
     * @param losses of loss maps
     * @param prompts of prompts, whose files are known once the network is
     */
    record Folders(Optional<Path> weights, Optional<Path> losses, Optional<Path> prompts) {
        Stream<Path> all() {
            return Stream.of(weights, losses, prompts).flatMap(Optional::stream);
        }

        /** The folders in these that a scene has for itself. */
        Folders of(String scene) {
            return new Folders(
                    weights.map(folder -> folder.resolve(scene)),
                    losses.map(folder -> folder.resolve(scene)),
                    prompts.map(folder -> folder.resolve(scene)));
        }
    }

    static FusionFiles of(
            Path output, WriteOptions options, Folders folders, Optional<Path> depthMap, List<Path> sources) {
        List<String> names = new ArrayList<>();
        for (int m = 0; m < sources.size(); m++) {
            names.add((m + 1) + "-" + sources.get(m).getFileName().toString().replaceFirst("\\.[^.]*$", ""));
        }
        List<MapFiles> weightMaps = folders.weights().stream()
                .flatMap(folder -> names.stream().map(name -> MapFiles.of(folder, name + "-weight")))
                .toList();
        Optional<SourceMapFiles> lossMaps =
                folders.losses().map(folder -> SourceMapFiles.of(folder, names, LossMaps.NAMES));
        return new FusionFiles(output, options, folders, depthMap, weightMaps, lossMaps, List.copyOf(names));
    }

    /** All files that will be written, but those of prompts. */
    Stream<Path> all() {
        return Stream.of(Stream.of(output), depthMap.stream(), weightFiles(), lossFiles())
                .flatMap(files -> files);
    }

    Stream<Path> weightFiles() {
        return weightMaps.stream().flatMap(MapFiles::all);
    }

    Stream<Path> lossFiles() {
        return lossMaps.stream().flatMap(SourceMapFiles::all);
    }

    /** The files of the prompts of a fused image. */
    Stream<Path> promptFiles(FusedImage fused) {
        return prompts(fused).stream().flatMap(SourceMapFiles::all);
    }

    private Optional<SourceMapFiles> prompts(FusedImage fused) {
        return folders.prompts()
                .map(folder -> SourceMapFiles.of(folder, names, fused.prompts().keySet()));
    }

    /** Checks, before any work is done, that every file can be written. */
    void requireWritable() throws IOException {
        AtomicFile.requireWritable(output);
        if (depthMap.isPresent()) {
            AtomicFile.requireWritable(depthMap.get());
        }
        // A missing folder is made when there is something to put into it.
        for (Path folder : folders.all().filter(Files::exists).toList()) {
            AtomicFile.makeFolder(folder);
        }
    }

    /** What the fused image has that its file will not have, as {@link ImageFiles#notCarried} says. */
    List<String> notCarried(FusedImage fused) {
        return ImageFiles.notCarried(fused.image(), ImageFormat.ofName(output).orElseThrow());
    }

    /**
     * What was written, for the report.
     *
     * @param depth of the fused image in its file
     * @param time it took to write
     */
    WrittenFiles written(FusedImage fused, SampleDepth depth, Duration time) {
        return new WrittenFiles(
                output.toString(),
                depth,
                weightFiles().map(Path::toString).toList(),
                lossFiles().map(Path::toString).toList(),
                promptFiles(fused).map(Path::toString).toList(),
                notCarried(fused),
                time);
    }

    /** Prepares all files beside their places; returns the time it took. */
    Duration prepare(FusedImage fused, PreparedFiles prepared) throws IOException {
        long start = System.nanoTime();
        for (Path folder : folders.all().toList()) {
            AtomicFile.makeFolder(folder);
        }
        for (int m = 0; m < weightMaps.size(); m++) {
            weightMaps.get(m).prepare(fused.weightMaps().get(m), prepared);
        }
        if (lossMaps.isPresent()) {
            lossMaps.get().prepare(fused.lossMaps().orElseThrow().byName(), prepared);
        }
        Optional<SourceMapFiles> prompts = prompts(fused);
        if (prompts.isPresent()) {
            prompts.get().prepare(fused.prompts(), prepared);
        }
        if (depthMap.isPresent()) {
            prepared.add(ImageFiles.prepare(fused.depthMap().orElseThrow(), depthMap.get()));
        }
        prepared.add(ImageFiles.prepare(fused.image(), output, options));
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
