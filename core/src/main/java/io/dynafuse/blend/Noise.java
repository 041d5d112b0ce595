package io.dynafuse.blend;

import java.util.Arrays;

/**
 * The noise of an image: the response to a mask of second differences along rows and columns, which edges and slopes hardly answer
 * (J. Immerkær, "Fast Noise Variance Estimation", 1996, doi:10.1006/cviu.1996.0060), in the smoothest tenth of the image.
 */
final class Noise {
    private static final double WINDOW = 4;
    private static final float DARKEST = 0.004f;
    private static final float BRIGHTEST = 0.98f;
    private static final double LEAST_SHARE = 0.02;
    private static final double SMOOTHEST = 0.1;
    private static final int SAMPLES = 1 << 17;

    private Noise() {}

    /** The standard deviation of the noise of an image; 0 if nearly all of it is black or white. */
    static double of(Plane luma) {
        Plane level = Smoothing.gaussian(residual(luma), WINDOW);
        Plane mean = Smoothing.gaussian(luma, WINDOW);
        int step = 1 + level.values().length / SAMPLES;
        float[] known = new float[level.values().length / step];
        int count = 0;
        for (int sample = 0; sample < known.length; sample++) {
            int i = sample * step;
            if (mean.values()[i] > DARKEST && mean.values()[i] < BRIGHTEST) {
                known[count++] = level.values()[i];
            }
        }
        if (count <= LEAST_SHARE * known.length) {
            return 0;
        }
        Arrays.sort(known, 0, count);
        return known[(int) (SMOOTHEST * (count - 1))] * Math.sqrt(Math.PI / 2);
    }

    /** The absolute response to the mask 1 −2 1, −2 4 −2, 1 −2 1, over 6, whose mean is that of noise times √(2/π). */
    private static Plane residual(Plane luma) {
        int width = luma.width();
        int height = luma.height();
        Plane result = Plane.zeros(width, height);
        float[] values = luma.values();
        Plane.forRows(width, height, (from, to) -> {
            // With one more at either end.
            float[] vertical = new float[width + 2];
            for (int y = from; y < to; y++) {
                int above = Smoothing.mirrored(y - 1, height) * width;
                int below = Smoothing.mirrored(y + 1, height) * width;
                for (int x = 0; x < width; x++) {
                    vertical[x + 1] = values[above + x] - 2 * values[y * width + x] + values[below + x];
                }
                vertical[0] = vertical[1 + Smoothing.mirrored(-1, width)];
                vertical[width + 1] = vertical[1 + Smoothing.mirrored(width, width)];
                for (int x = 0; x < width; x++) {
                    result.values()[y * width + x] = Math.abs(vertical[x] - 2 * vertical[x + 1] + vertical[x + 2]) / 6;
                }
            }
        });
        return result;
    }
}
