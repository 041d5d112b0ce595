package io.dynafuse.cli;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.image.ColouredMap;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.WriteOptions;
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
 * @param folder of the weight maps
 * @param depthMap of a focus stack
 * @param weightMaps for each source its fusion weights, 65535 for a weight of 1, and the same in colours stretched to their range, with a scale
 */
record FusionFiles(
        Path output, WriteOptions options, Optional<Path> folder, Optional<Path> depthMap, List<WeightMap> weightMaps) {

    /** The two files of a source's fusion weights. */
    record WeightMap(Path gray, Path coloured) {
        static WeightMap of(Path folder, int number, Path source) {
            String name = number + "-" + source.getFileName().toString().replaceFirst("\\.[^.]*$", "") + "-weight";
            return new WeightMap(folder.resolve(name + ".png"), folder.resolve(name + "-viridis.png"));
        }
    }

    static FusionFiles of(
            Path output, WriteOptions options, Optional<Path> folder, Optional<Path> depthMap, List<Path> sources) {
        List<WeightMap> weightMaps = new ArrayList<>();
        for (int m = 0; folder.isPresent() && m < sources.size(); m++) {
            weightMaps.add(WeightMap.of(folder.get(), m + 1, sources.get(m)));
        }
        return new FusionFiles(output, options, folder, depthMap, weightMaps);
    }

    /** All files that will be written. */
    Stream<Path> all() {
        return Stream.of(Stream.of(output), depthMap.stream(), weightFiles()).flatMap(files -> files);
    }

    Stream<Path> weightFiles() {
        return weightMaps.stream().flatMap(map -> Stream.of(map.gray(), map.coloured()));
    }

    /** Checks, before any work is done, that every file can be written. */
    void requireWritable() throws IOException {
        AtomicFile.requireWritable(output);
        if (depthMap.isPresent()) {
            AtomicFile.requireWritable(depthMap.get());
        }
        // A missing folder is made when there is something to put into it.
        if (folder.isPresent() && Files.exists(folder.get())) {
            AtomicFile.makeFolder(folder.get());
        }
    }

    /** What the fused image has that its file will not have, as {@link ImageFiles#notCarried} says. */
    List<String> notCarried(FusedImage fused) {
        return ImageFiles.notCarried(fused.image(), ImageFormat.ofName(output).orElseThrow());
    }

    /** Prepares all files beside their places; returns the time it took. */
    Duration prepare(FusedImage fused, PreparedFiles prepared) throws IOException {
        long start = System.nanoTime();
        if (folder.isPresent()) {
            AtomicFile.makeFolder(folder.get());
        }
        for (int m = 0; m < weightMaps.size(); m++) {
            Image weights = fused.weightMaps().get(m);
            prepared.add(ImageFiles.prepare(weights, weightMaps.get(m).gray()));
            prepared.add(ImageFiles.prepare(
                    ColouredMap.of(weights), weightMaps.get(m).coloured()));
        }
        if (depthMap.isPresent()) {
            prepared.add(ImageFiles.prepare(fused.depthMap().orElseThrow(), depthMap.get()));
        }
        prepared.add(ImageFiles.prepare(fused.image(), output, options));
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
