package io.dynafuse.cli;

import io.dynafuse.fusion.FusedImage;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Viridis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image files a fusion leaves behind.
 *
 * @param weightMaps for each source {@code NUMBER-NAME-weight.png}, 65535 for a weight of 1, and the same coloured
 * @param writeTime what writing took
 */
record FusionFiles(Path output, List<Path> weightMaps, Duration writeTime) {

    static FusionFiles write(Path output, Optional<Path> weightFolder, List<Path> sources, FusedImage fused)
            throws IOException {
        long start = System.nanoTime();
        List<Path> weightMaps = new ArrayList<>();
        if (weightFolder.isPresent()) {
            for (int m = 0; m < fused.weightMaps().size(); m++) {
                weightMaps.addAll(writeWeights(fused.weightMaps().get(m), weightFolder.get(), m + 1, sources.get(m)));
            }
        }
        ImageFiles.write(fused.image(), output);
        return new FusionFiles(output, weightMaps, Duration.ofNanos(System.nanoTime() - start));
    }

    private static List<Path> writeWeights(Image weights, Path folder, int number, Path source) throws IOException {
        String name = number + "-" + source.getFileName().toString().replaceFirst("\\.[^.]*$", "") + "-weight";
        Path gray = folder.resolve(name + ".png");
        Path coloured = folder.resolve(name + "-viridis.png");
        ImageFiles.write(weights, gray);
        ImageFiles.write(Viridis.colour(weights), coloured);
        return List.of(gray, coloured);
    }
}
