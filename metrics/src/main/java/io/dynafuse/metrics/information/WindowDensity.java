package io.dynafuse.metrics.information;

import io.dynafuse.metrics.signal.BinaryLogarithm;

/**
 * A window of 3x3 samples as a density over nine positions, column by column: the samples minus the smallest one, divided by their sum.
 * One object is reused for all windows.
 */
final class WindowDensity {
    static final int SIDE = 3;
    static final int SIZE = SIDE * SIDE;
    private static final double EVEN = 1.0 / SIZE;

    /** The positions, counted from the middle. */
    static final double[] POSITIONS = {-4, -3, -2, -1, 0, 1, 2, 3, 4};

    /** Densities. */
    final double[] densities = new double[SIZE];

    /** Their sums before each position, and 1 at the end. */
    final double[] levels = new double[SIZE + 1];

    /** Their logarithms; any number where the logarithm is not defined. */
    final double[] logarithms = new double[SIZE];

    private final double[] samples = new double[SIZE];
    private double lowest;
    private double extent;
    private double entropy;
    private double mean;
    private double spread;

    /**
     * Reads the window at a column.
     *
     * @param start where its first sample lies in the plane
     */
    void read(double[] plane, int start, int width, WindowExtents extents, int column) {
        for (int x = 0; x < SIDE; x++) {
            samples[SIDE * x] = plane[start + x];
            samples[SIDE * x + 1] = plane[start + x + width];
            samples[SIDE * x + 2] = plane[start + x + 2 * width];
        }
        lowest = extents.lowest[column];
        extent = extents.highest[column] - lowest;
        if (extent > 0) {
            measure();
        }
    }

    private void measure() {
        double low = lowest;
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            double difference = samples[i] - low;
            densities[i] = difference;
            sum += difference;
        }
        double scale = 1 / sum;
        double logarithmOfSum = BinaryLogarithm.of(sum);
        for (int i = 0; i < SIZE; i++) {
            logarithms[i] = BinaryLogarithm.of(densities[i]) - logarithmOfSum;
        }
        double reached = 0;
        double information = 0;
        double power = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < SIZE; i++) {
            double density = densities[i] * scale;
            reached += density;
            densities[i] = density;
            levels[i + 1] = reached;
            information += density * logarithms[i];
            power += density * density;
            first += density * POSITIONS[i];
            second += density * (POSITIONS[i] * POSITIONS[i]);
        }
        levels[SIZE] = 1;
        entropy = -information;
        mean = first;
        spread = Math.sqrt(Math.max(second - first * first, 0) / (power - EVEN));
    }

    /** Becomes the mirror image of the other: its positions in reverse. */
    void mirror(WindowDensity other) {
        for (int i = 0; i < SIZE; i++) {
            densities[i] = other.densities[SIZE - 1 - i];
            logarithms[i] = other.logarithms[SIZE - 1 - i];
        }
        for (int i = 1; i < SIZE; i++) {
            levels[i] = 1 - other.levels[SIZE - i];
        }
        levels[SIZE] = 1;
        entropy = other.entropy;
        mean = -other.mean;
        spread = other.spread;
    }

    boolean isConstant() {
        return !(extent > 0);
    }

    /** Whether the density has no information about the position: all densities are equal, or one position has all of the density. */
    boolean isFlatOrPeak() {
        return isConstant() || entropy == 0;
    }

    /** The entropy in bits. */
    double entropy() {
        return entropy;
    }

    /** The mean position, counted from the middle. */
    double mean() {
        return mean;
    }

    /** The standard deviation of the position, divided by the root of the sum of squared deviations of the densities. */
    double spread() {
        return spread;
    }

    /** The sum of products of deviations of the densities from their mean: its sign is that of their correlation. */
    double covariance(WindowDensity other) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += densities[i] * other.densities[i];
        }
        return sum - EVEN;
    }

    /** Whether the samples are the same. */
    boolean hasSamplesOf(WindowDensity other) {
        for (int i = 0; i < SIZE; i++) {
            if (samples[i] != other.samples[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the other, stretched to the interval from 0 to 1, has the samples of this one. */
    boolean hasStretchedSamplesOf(WindowDensity other) {
        for (int i = 0; i < SIZE; i++) {
            double stretched = other.isConstant() ? 1 : (other.samples[i] - other.lowest) / other.extent;
            if (samples[i] != stretched) {
                return false;
            }
        }
        return true;
    }
}
