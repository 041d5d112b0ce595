package io.dynafuse.scenes;

/**
 * A wide and soft blur, whose time does not depend on its radius: means over squares, three times, which is nearly a Gaussian. Beyond the
 * picture, its border pixels are repeated.
 *
 * @param radius of each square, in pixels
 */
record SoftBlur(int radius) {
    private static final int PASSES = 3;

    /** @param plane row after row; not changed */
    float[] apply(float[] plane, int width, int height) {
        float[] blurred = plane.clone();
        float[] spare = new float[plane.length];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int y = 0; y < height; y++) {
                blurLine(blurred, spare, y * width, 1, width);
            }
            for (int x = 0; x < width; x++) {
                blurLine(spare, blurred, x, width, height);
            }
        }
        return blurred;
    }

    private void blurLine(float[] from, float[] to, int start, int step, int length) {
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += from[start + clip(i, length) * step];
        }
        for (int i = 0; i < length; i++) {
            to[start + i * step] = (float) (sum / (2 * radius + 1));
            sum += from[start + clip(i + radius + 1, length) * step] - from[start + clip(i - radius, length) * step];
        }
    }

    private static int clip(int place, int length) {
        return Math.min(Math.max(place, 0), length - 1);
    }
}
