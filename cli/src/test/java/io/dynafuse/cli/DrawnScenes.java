package io.dynafuse.cli;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Scenes of random rectangles, of which windows are taken as if a camera had moved. */
final class DrawnScenes {
    private static final int SIDE = 300;
    private static final int RECTANGLES = 150;

    private DrawnScenes() {}

    /** The values of a large scene, row after row. */
    private static float[] scene(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < RECTANGLES; i++) {
            int left = random.nextInt(SIDE);
            int top = random.nextInt(SIDE);
            int right = Math.min(SIDE, left + 6 + random.nextInt(50));
            int bottom = Math.min(SIDE, top + 6 + random.nextInt(50));
            float value = random.nextInt(256) / 255f;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    values[y * SIDE + x] = value;
                }
            }
        }
        return values;
    }

    /** What a camera sees that looks at a place of a scene. */
    static Image window(long seed, Region window, SampleDepth depth) {
        float[] scene = scene(seed);
        float[] values = new float[window.width() * window.height()];
        for (int y = 0; y < window.height(); y++) {
            System.arraycopy(scene, (window.y() + y) * SIDE + window.x(), values, y * window.width(), window.width());
        }
        return Image.of(window.width(), window.height(), 1, values, depth);
    }

    /** Writes a window of 160 x 120 pixels. */
    static Path write(Path file, long seed, int x, int y, SampleDepth depth) throws IOException {
        Files.createDirectories(file.getParent());
        ImageFiles.write(window(seed, new Region(x, y, 160, 120), depth), file);
        return file;
    }
}
