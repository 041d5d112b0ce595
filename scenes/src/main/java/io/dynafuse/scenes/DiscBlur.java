package io.dynafuse.scenes;

/**
 * The blur of a lens out of focus: every point becomes a disc of even light. Pixels on the disc's border are weighted by the part of their
 * row within it. Beyond the picture, its border pixels are repeated.
 */
final class DiscBlur {
    private final double radius;
    private final int rows;

    /** @param radius in pixels, 0 or more; below 0.5, nothing is blurred */
    DiscBlur(double radius) {
        this.radius = radius;
        this.rows = (int) Math.floor(radius);
    }

    boolean isSharp() {
        return radius < 0.5;
    }

    Canvas apply(Canvas canvas) {
        if (isSharp()) {
            return canvas;
        }
        Canvas blurred = new Canvas(canvas.width, canvas.height, canvas.planes.length);
        for (int c = 0; c < canvas.planes.length; c++) {
            blur(canvas.planes[c], blurred.planes[c], canvas.width, canvas.height);
        }
        blur(canvas.coverage, blurred.coverage, canvas.width, canvas.height);
        return blurred;
    }

    private void blur(float[] from, float[] to, int width, int height) {
        int reach = (int) Math.ceil(radius) + 1;
        int stride = width + 2 * reach + 1;
        double[] sums = runningSums(from, width, height, reach);
        double area = 0;
        for (int dy = -rows; dy <= rows; dy++) {
            double half = halfRow(dy);
            area += 2 * half;
            for (int y = 0; y < height; y++) {
                int row = Math.min(Math.max(y + dy, 0), height - 1);
                addRow(sums, row * stride + reach, half, to, y * width, width);
            }
        }
        float scale = (float) (1 / area);
        for (int i = 0; i < to.length; i++) {
            to[i] *= scale;
        }
    }

    /** Half of the length of the disc's row, such that the disc is a single point at a radius of 0.5. */
    private double halfRow(int dy) {
        return Math.max(0.5, Math.sqrt(radius * radius - (double) dy * dy));
    }

    /** Entry {@code i + reach} of a row is the sum of its pixels before {@code i}. */
    private static double[] runningSums(float[] from, int width, int height, int reach) {
        int stride = width + 2 * reach + 1;
        double[] sums = new double[stride * height];
        for (int y = 0; y < height; y++) {
            for (int i = 1; i < stride; i++) {
                int x = Math.min(Math.max(i - 1 - reach, 0), width - 1);
                sums[y * stride + i] = sums[y * stride + i - 1] + from[y * width + x];
            }
        }
        return sums;
    }

    /** Adds the integral of the row from {@code half} before each pixel's centre to {@code half} behind it. */
    private static void addRow(double[] sums, int start, double half, float[] to, int target, int width) {
        double end = half + 0.5;
        int whole = (int) Math.floor(end);
        double part = end - whole;
        for (int x = 0; x < width; x++) {
            int high = start + x + whole;
            int low = start + x + 1 - whole;
            double right = sums[high] + part * (sums[high + 1] - sums[high]);
            double left = sums[low] + part * (sums[low - 1] - sums[low]);
            to[target + x] += (float) (right - left);
        }
    }
}
