package io.dynafuse.align;

import java.util.Arrays;

/**
 * Where edges are and which way they run, but neither how strong they are nor which side is the brighter: what sources of different
 * modalities share. Each pixel has three numbers: the strength m of the edges around it, and the strength-weighted mean (a, b) of (cos 2φ, sin 2φ),
 * where φ is the direction of the gradient, so that opposite directions count as one (Granlund, "In search of a general picture processing
 * operator", 1978). All three are divided by the strength there plus a share of that of the whole image. Up to the fourth harmonic, distances
 * between them are those between channels |∇I·θ| of angles θ all around.
 *
 * @param channels m, a and b, row after row
 * @param valid 1 for a pixel whose surroundings have data, 0 for others
 */
record Orientation(int width, int height, float[][] channels, float[] valid) {
    static final int CHANNELS = 3;
    /** The surroundings that a pixel's numbers depend on. */
    static final int MARGIN = 9;

    private static final int EROSION = 3;
    /** Of the Gaussian windows before and behind the gradient, in pixels. */
    private static final Gaussian BEFORE = Gaussian.of(0.8);

    private static final Gaussian BEHIND = Gaussian.of(1.5);
    /** Of the mean strength of the image: weaker edges count less. */
    private static final double FLOOR = 0.6;

    /**
     * Of gray values.
     *
     * @param contrast the {@linkplain #contrast mean strength} of the whole image
     */
    static Orientation of(Gray gray, double contrast) {
        int w = gray.width();
        int h = gray.height();
        float[] smooth = BEFORE.blurred(gray.values(), w, h);
        float[][] sums = new float[CHANNELS][w * h];
        for (int y = 0; y < h; y++) {
            int up = Math.max(y - 1, 0) * w;
            int down = Math.min(y + 1, h - 1) * w;
            for (int x = 0; x < w; x++) {
                int i = y * w + x;
                float gx = smooth[y * w + Math.min(x + 1, w - 1)] - smooth[y * w + Math.max(x - 1, 0)];
                float gy = smooth[down + x] - smooth[up + x];
                float square = gx * gx + gy * gy;
                float strength = (float) Math.sqrt(square);
                if (strength > 0) {
                    sums[0][i] = strength;
                    sums[1][i] = (gx * gx - gy * gy) / strength;
                    sums[2][i] = 2 * gx * gy / strength;
                }
            }
        }
        float[][] channels = new float[CHANNELS][];
        for (int c = 0; c < CHANNELS; c++) {
            channels[c] = BEHIND.blurred(sums[c], w, h);
        }
        normalise(channels, (float) (FLOOR * contrast));
        return new Orientation(w, h, channels, eroded(gray));
    }

    private static void normalise(float[][] channels, float floor) {
        for (int i = 0; i < channels[0].length; i++) {
            float strength = channels[0][i];
            float factor = strength > 0 ? 1 / (float) Math.sqrt(strength * strength + floor * floor) : 0;
            channels[0][i] *= factor;
            channels[1][i] *= factor;
            channels[2][i] *= factor;
        }
    }

    /** The mean strength of an image's edges. */
    static double contrast(Gray gray) {
        int w = gray.width();
        int h = gray.height();
        float[] values = gray.values();
        // A hundred thousand pixels are enough.
        int step = Math.max(1, (int) Math.sqrt(w * (double) h / 100_000));
        double sum = 0;
        long count = 0;
        for (int y = 1; y < h - 1; y += step) {
            for (int x = 1; x < w - 1; x += step) {
                int i = y * w + x;
                sum += Math.hypot(values[i + 1] - values[i - 1], values[i + w] - values[i - w]);
                count++;
            }
        }
        return sum / Math.max(count, 1);
    }

    /** Without the pixels near to those without data. */
    private static float[] eroded(Gray gray) {
        float[] valid = gray.valid().orElseGet(() -> {
            float[] all = new float[gray.width() * gray.height()];
            Arrays.fill(all, 1);
            return all;
        });
        boolean whole = true;
        for (float value : valid) {
            whole &= value > 0;
        }
        return whole ? valid : eroded(valid, gray.width(), gray.height());
    }

    private static float[] eroded(float[] valid, int width, int height) {
        float[] result = valid.clone();
        for (int i = 0; i < valid.length; i++) {
            if (valid[i] == 0) {
                int x = i % width;
                int y = i / width;
                int right = Math.min(x + EROSION, width - 1);
                int bottom = Math.min(y + EROSION, height - 1);
                for (int row = Math.max(y - EROSION, 0); row <= bottom; row++) {
                    Arrays.fill(result, row * width + Math.max(x - EROSION, 0), row * width + right + 1, 0);
                }
            }
        }
        return result;
    }
}
