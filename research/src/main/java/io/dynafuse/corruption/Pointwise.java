package io.dynafuse.corruption;

import io.dynafuse.image.Image;
import java.util.Random;

/** Corruptions that look at one pixel at a time. */
final class Pointwise {
    private static final int RED = 0;
    private static final int GREEN = 1;
    private static final int BLUE = 2;

    private Pointwise() {}

    /** Draws every plane's values towards its mean. */
    static Image contrast(Image image, double factor) {
        return Planes.map(image, plane -> {
            double mean = mean(plane);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (mean + factor * (plane[i] - mean));
            }
            return plane;
        });
    }

    /**
     * Raises the V of HSV, which is the largest of red, green and blue, up to 1 at most; hue and saturation stay, so that the
     * three grow by one factor.
     */
    static Image brightness(Image image, double offset) {
        if (image.isGray()) {
            return Planes.map(image, plane -> {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (float) (plane[i] + offset);
                }
                return plane;
            });
        }
        float[] values = image.values();
        int plane = values.length / 3;
        for (int i = 0; i < plane; i++) {
            brighten(values, i, plane, offset);
        }
        return Planes.like(image, values);
    }

    /** Adds independent normal noise to every value. */
    static Image noise(Image image, double levels, long seed) {
        double deviation = levels / 255;
        Random random = new Random(seed);
        return Planes.map(image, plane -> {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (plane[i] + deviation * random.nextGaussian());
            }
            return plane;
        });
    }

    private static void brighten(float[] values, int pixel, int plane, double offset) {
        int red = pixel + RED * plane;
        int green = pixel + GREEN * plane;
        int blue = pixel + BLUE * plane;
        double value = Math.max(values[red], Math.max(values[green], values[blue]));
        double brighter = Math.min(1, value + offset);
        for (int i : new int[] {red, green, blue}) {
            // Black has neither hue nor saturation and becomes gray.
            values[i] = (float) (value == 0 ? brighter : values[i] / value * brighter);
        }
    }

    private static double mean(float[] plane) {
        double sum = 0;
        for (float value : plane) {
            sum += value;
        }
        return sum / plane.length;
    }
}
