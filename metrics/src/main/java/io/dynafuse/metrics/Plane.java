package io.dynafuse.metrics;

/**
 * One channel of an image: row-major samples on the scale 0..255, whole or not. Samples slightly outside of it are measured as they are,
 * in histograms as the nearest end. Two planes are equal only if they are the same
 * object, so that a plane can be the key of what is computed from it.
 */
public final class Plane {
    private final int width;
    private final int height;
    private final double[] samples;

    private Plane(int width, int height, double[] samples) {
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    /**
     * A plane over an array, which then belongs to it and must not be changed.
     *
     * @throws IllegalArgumentException if a side is not positive or the array does not hold width times height samples
     */
    public static Plane over(int width, int height, double[] samples) {
        if (width < 1 || height < 1 || samples.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "expected " + width + "x" + height + " samples, found " + samples.length);
        }
        return new Plane(width, height, samples);
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** The number of samples, {@code width * height}. */
    public int size() {
        return samples.length;
    }

    /** The samples row by row: the array itself, as a copy would cost more than many metrics. Callers must not change it. */
    public double[] samples() {
        return samples;
    }

    /** The sample at column {@code x} of row {@code y}. */
    public double at(int x, int y) {
        return samples[y * width + x];
    }

    @Override
    public String toString() {
        return "plane of " + width + "x" + height;
    }
}
