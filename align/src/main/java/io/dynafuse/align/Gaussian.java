package io.dynafuse.align;

/** A Gaussian window along rows and columns; pixels beyond the border repeat those at it. */
record Gaussian(float[] weights) {
    private static final double REACH = 3;

    /** @param deviation in pixels, above 0 */
    static Gaussian of(double deviation) {
        int radius = (int) Math.ceil(REACH * deviation);
        float[] weights = new float[radius + 1];
        double sum = 0;
        for (int d = -radius; d <= radius; d++) {
            sum += Math.exp(-d * d / (2 * deviation * deviation));
        }
        for (int d = 0; d <= radius; d++) {
            weights[d] = (float) (Math.exp(-d * d / (2 * deviation * deviation)) / sum);
        }
        return new Gaussian(weights);
    }

    /** Plane after plane of one size. */
    float[] blurred(float[] plane, int width, int height) {
        return alongColumns(alongRows(plane, width, height), width, height);
    }

    private float[] alongRows(float[] plane, int width, int height) {
        int radius = weights.length - 1;
        float[] padded = new float[width + 2 * radius];
        float[] result = new float[plane.length];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            System.arraycopy(plane, row, padded, radius, width);
            for (int d = 0; d < radius; d++) {
                padded[d] = plane[row];
                padded[radius + width + d] = plane[row + width - 1];
            }
            for (int x = 0; x < width; x++) {
                result[row + x] = weights[0] * padded[x + radius];
            }
            for (int d = 1; d <= radius; d++) {
                float weight = weights[d];
                for (int x = 0; x < width; x++) {
                    result[row + x] += weight * (padded[x + radius - d] + padded[x + radius + d]);
                }
            }
        }
        return result;
    }

    private float[] alongColumns(float[] plane, int width, int height) {
        float[] result = new float[plane.length];
        for (int y = 0; y < height; y++) {
            int row = y * width;
            for (int x = 0; x < width; x++) {
                result[row + x] = weights[0] * plane[row + x];
            }
            for (int d = 1; d < weights.length; d++) {
                int above = Math.max(y - d, 0) * width;
                int below = Math.min(y + d, height - 1) * width;
                float weight = weights[d];
                for (int x = 0; x < width; x++) {
                    result[row + x] += weight * (plane[above + x] + plane[below + x]);
                }
            }
        }
        return result;
    }
}
