package io.dynafuse.evaluation.comparison;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.report.PictureGrid;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What weights made of a scene, to look at: the sources and the truth in the first row, below them a row for each variant with an image for
 * each of the weights.
 *
 * @param runs of one dataset, in the order of the weights
 */
public record SideBySide(List<String> variants, List<ComparedRun> runs, ReadOptions reading) {
    // Fused images of the usual sets are shown pixel by pixel.
    private static final int LARGEST_SIDE = 800;

    /**
     * The picture; empty if one of the images could not be made.
     *
     * @throws IOException if an image cannot be read
     */
    public Optional<Image> of(DatasetScene scene) throws IOException {
        List<List<Path>> fused =
                variants.stream().map(variant -> fused(variant, scene)).toList();
        if (fused.stream().anyMatch(row -> row.size() < runs.size())) {
            return Optional.empty();
        }
        PictureGrid grid = new PictureGrid(LARGEST_SIDE);
        grid.add(read(scene.allFiles()));
        for (List<Path> row : fused) {
            grid.add(read(row));
        }
        return Optional.of(grid.picture());
    }

    private List<Path> fused(String variant, DatasetScene scene) {
        return runs.stream()
                .flatMap(run -> run.fused(variant, scene.name()).stream())
                .toList();
    }

    private List<Image> read(List<Path> files) throws IOException {
        List<Image> images = new ArrayList<>();
        for (Path file : files) {
            images.add(ImageFiles.read(file, reading));
        }
        return images;
    }
}
