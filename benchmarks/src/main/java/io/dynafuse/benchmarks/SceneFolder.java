package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Plan;
import io.dynafuse.evaluation.Scene;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scenes of 640×480 as PNG files in a folder that is deleted when this is closed. */
record SceneFolder(Path folder, Plan.Method method) implements AutoCloseable {
    static SceneFolder of(int count) throws IOException {
        Path folder = Files.createTempDirectory("dynafuse-scenes");
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FusedScene scene = DiscScene.of(640, 480, i);
            String name = Integer.toString(i);
            scenes.add(new Scene(
                    name,
                    write(folder.resolve(name + "-fused.png"), scene.fused()),
                    List.of(
                            write(
                                    folder.resolve(name + "-visible.png"),
                                    scene.sources().get(0)),
                            write(
                                    folder.resolve(name + "-infrared.png"),
                                    scene.sources().get(1))),
                    Optional.empty()));
        }
        return new SceneFolder(folder, new Plan.Method("discs", scenes));
    }

    private static Path write(Path file, Picture picture) throws IOException {
        double[] levels = picture.planes().get(0).samples();
        float[] values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (levels[i] / 255);
        }
        ImageFiles.write(Image.of(picture.width(), picture.height(), 1, values, SampleDepth.BITS_8), file);
        return file;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
