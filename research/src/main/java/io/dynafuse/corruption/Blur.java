package io.dynafuse.corruption;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A blur that leaves constant images as they are; beyond its border an image goes on with its outermost pixels.
 *
 * @param shape of the spread of a point
 * @param size in pixels: the standard deviation of a Gaussian, the radius of a disc
 */
public record Blur(Shape shape, double size) {
    private static final double LARGEST_SIZE = 1000;
    private static final int REACH_IN_DEVIATIONS = 4;

    /** How a point spreads. */
    public enum Shape {
        /** A Gaussian, cut off at four standard deviations. */
        GAUSSIAN,
        /** The disc of a lens out of focus; its rim, one pixel wide, falls off linearly. */
        DISC
    }

    /** @throws IllegalArgumentException unless the size is above 0 and at most 1000 */
    public Blur {
        if (!(size > 0 && size <= LARGEST_SIZE)) {
            throw new IllegalArgumentException("expected a blur above 0 and up to 1000 pixels, found " + size);
        }
    }

    /** A Gaussian of this standard deviation in pixels. */
    public static Blur gaussian(double deviation) {
        return new Blur(Shape.GAUSSIAN, deviation);
    }

    /** A disc of this radius in pixels. */
    public static Blur disc(double radius) {
        return new Blur(Shape.DISC, radius);
    }

    /**
     * A blurred copy.
     *
     * @param plane {@code [height, width]}
     * @throws IllegalArgumentException if the plane is not of that size
     */
    public float[] apply(float[] plane, int width, int height) {
        if (plane.length != (long) width * height) {
            throw new IllegalArgumentException("expected " + (long) width * height + " values, found " + plane.length);
        }
        return switch (shape) {
            case GAUSSIAN -> {
                double[] kernel = gaussianKernel();
                float[] rows = correlate(plane, width, height, kernel, kernel.length);
                yield correlate(rows, width, height, kernel, 1);
            }
            case DISC -> {
                double[] kernel = discKernel();
                yield correlate(plane, width, height, kernel, (int) Math.sqrt(kernel.length));
            }
        };
    }

    private double[] gaussianKernel() {
        int reach = (int) Math.ceil(REACH_IN_DEVIATIONS * size);
        return normalised(IntStream.rangeClosed(-reach, reach)
                .mapToDouble(i -> StrictMath.exp(-i * (double) i / (2 * size * size)))
                .toArray());
    }

    private double[] discKernel() {
        int reach = (int) Math.ceil(size);
        int side = 2 * reach + 1;
        return normalised(IntStream.range(0, side * side)
                .mapToDouble(i -> Math.hypot(i % side - reach, i / side - reach))
                .map(distance -> Math.min(Math.max(size + 0.5 - distance, 0), 1))
                .toArray());
    }

    private static double[] normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /** Every pixel's sum of its neighbours times the kernel, which is {@code columns} wide and of odd sides. */
    private static float[] correlate(float[] plane, int width, int height, double[] kernel, int columns) {
        int rows = kernel.length / columns;
        float[] result = new float[plane.length];
        float[] line = new float[width + columns - 1];
        double[] sums = new double[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int row = 0; row < rows; row++) {
                int source = Math.min(Math.max(y + row - rows / 2, 0), height - 1);
                extend(plane, source * width, width, line);
                for (int column = 0; column < columns; column++) {
                    add(sums, line, column, kernel[row * columns + column]);
                }
            }
            for (int x = 0; x < width; x++) {
                result[y * width + x] = (float) sums[x];
            }
        }
        return result;
    }

    private static void extend(float[] plane, int start, int width, float[] line) {
        int margin = (line.length - width) / 2;
        Arrays.fill(line, 0, margin, plane[start]);
        System.arraycopy(plane, start, line, margin, width);
        Arrays.fill(line, margin + width, line.length, plane[start + width - 1]);
    }

    private static void add(double[] sums, float[] line, int shift, double weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += weight * line[x + shift];
        }
    }
}
