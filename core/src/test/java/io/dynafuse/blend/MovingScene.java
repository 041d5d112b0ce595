package io.dynafuse.blend;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.List;
import java.util.stream.IntStream;

/** A textured scene in which a person, an ellipse and a disc, stands elsewhere in each source. */
final class MovingScene {
    static final int WIDTH = 384;
    static final int HEIGHT = 288;
    private static final int Y = 168;
    private static final double DEFOCUS = 4;
    private static final Plane TEXTURE = Planes.random(WIDTH, HEIGHT, 5);

    private MovingScene() {}

    /** What is there without the person: from 0.15 to 0.55. */
    static final Plane BACKGROUND = Planes.of(
            WIDTH,
            HEIGHT,
            (x, y) -> 0.35 + 0.08 * Math.sin(0.06 * x + 0.03 * y) + 0.06 * Math.sin(0.09 * y) + grain(x, y, 0.12));

    private static double grain(int x, int y, double strength) {
        return strength * (Planes.at(TEXTURE, x, y) - 0.5);
    }

    /** The scene with a person whose body is around a column. */
    static Plane with(int column) {
        return Planes.of(
                WIDTH,
                HEIGHT,
                (x, y) -> isPerson(x - column, y - Y) ? 0.8 + grain(x, y, 0.2) : Planes.at(BACKGROUND, x, y));
    }

    private static boolean isPerson(int x, int y) {
        return Math.pow(x / 24.0, 2) + Math.pow(y / 48.0, 2) < 1 || Math.hypot(x, y + 64) < 18;
    }

    /** The pixels of a person. */
    static int[] person(int column) {
        return IntStream.range(0, WIDTH * HEIGHT)
                .filter(i -> isPerson(i % WIDTH - column, i / WIDTH - Y))
                .toArray();
    }

    /** Whether a pixel is nowhere near a person. */
    static boolean isFar(int pixel, int column, int distance) {
        int x = Math.abs(pixel % WIDTH - column);
        int y = pixel / WIDTH - Y;
        return x > 24 + distance || y > 48 + distance || y < -82 - distance;
    }

    /** A scene with focus between two columns; elsewhere it is blurred. */
    static Image focused(Plane scene, int from, int to) {
        Plane light = Smoothing.gaussian(scene.map(v -> v * v), DEFOCUS).map(v -> (float) Math.sqrt(v));
        return Planes.image(Planes.of(
                WIDTH, HEIGHT, (x, y) -> x >= from && x < to ? Planes.at(scene, x, y) : Planes.at(light, x, y)));
    }

    /** An exposure of a scene, moved by a part of a pixel. */
    static Image exposed(Plane scene, double gain, double right) {
        Plane moved = Planes.of(WIDTH, HEIGHT, (x, y) -> {
            double at = Math.min(x + right, WIDTH - 1.0);
            int left = (int) at;
            int next = Math.min(left + 1, WIDTH - 1);
            return Planes.at(scene, left, y) * (1 - at + left) + Planes.at(scene, next, y) * (at - left);
        });
        return Planes.image(moved.map(v -> (float) Math.min(1, gain * v * v)));
    }

    /** The mean of values at pixels. */
    static double mean(Plane plane, int[] pixels) {
        return IntStream.of(pixels)
                .mapToDouble(i -> plane.values()[i])
                .average()
                .orElseThrow();
    }

    /** An image of three channels, of which only blue is of another scene. */
    static Image blue(Plane redAndGreen, Plane blue) {
        int size = WIDTH * HEIGHT;
        float[] values = new float[3 * size];
        List<Plane> channels = List.of(redAndGreen, redAndGreen, blue);
        IntStream.range(0, 3).forEach(c -> System.arraycopy(channels.get(c).values(), 0, values, c * size, size));
        return Image.of(WIDTH, HEIGHT, 3, values, SampleDepth.FLOAT_32);
    }
}
