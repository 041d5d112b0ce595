package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.Differences;
import java.util.Random;

/** Planes for tests. */
final class Planes {
    private Planes() {}

    /** Computes the value of a pixel. */
    @FunctionalInterface
    interface Pixel {
        double at(int x, int y);
    }

    static Plane of(int width, int height, Pixel pixel) {
        Plane plane = Plane.zeros(width, height);
        for (int i = 0; i < plane.values().length; i++) {
            plane.values()[i] = (float) pixel.at(i % width, i / width);
        }
        return plane;
    }

    static Plane random(int width, int height, long seed) {
        Random random = new Random(seed);
        return of(width, height, (x, y) -> random.nextFloat());
    }

    static float at(Plane plane, int x, int y) {
        return plane.values()[y * plane.width() + x];
    }

    static Image image(Plane plane) {
        return Image.of(plane.width(), plane.height(), 1, plane.values(), SampleDepth.FLOAT_32);
    }

    static void assertClose(Plane actual, Plane expected, double tolerance) {
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(Differences.largest(expected.values(), actual.values())).isLessThanOrEqualTo(tolerance);
    }
}
