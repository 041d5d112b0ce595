package io.dynafuse.metrics.information;

import io.dynafuse.metrics.signal.BinaryLogarithm;

/**
 * A window of 3x3 samples seen as a density over nine positions, column by column: the samples less the smallest one, divided by
 * their sum. One object is filled again and again.
 */
final class WindowDensity {
    static final int SIDE = 3;
    static final int SIZE = SIDE * SIDE;
    private static final double EVEN = 1.0 / SIZE;

    /** The positions, counted from the middle. */
    private static final double[] POSITIONS = {-4, -3, -2, -1, 0, 1, 2, 3, 4};

    /** Densities, with a place beyond the last that holds none. */
    final double[] densities = new double[SIZE + 1];

    /** Their sums up to each position; the place beyond the last is never reached. */
    final double[] cumulated = new double[SIZE + 1];

    /** Their logarithms; any number where there is none. */
    final double[] logarithms = new double[SIZE + 1];

    private final double[] samples = new double[SIZE];
    private double lowest;
    private double extent;
    private double entropy;
    private double mean;
    private double spread;

    WindowDensity() {
        cumulated[SIZE] = 2;
    }

    /** Takes the window whose first sample lies at {@code start}. */
    void read(double[] plane, int start, int width) {
        for (int x = 0; x < SIDE; x++) {
            samples[SIDE * x] = plane[start + x];
            samples[SIDE * x + 1] = plane[start + x + width];
            samples[SIDE * x + 2] = plane[start + x + 2 * width];
        }
        lowest = samples[0];
        double highest = samples[0];
        for (int i = 1; i < SIZE; i++) {
            double sample = samples[i];
            lowest = sample < lowest ? sample : lowest;
            highest = sample > highest ? sample : highest;
        }
        extent = highest - lowest;
        if (extent > 0) {
            measure();
        }
    }

    private void measure() {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += samples[i] - lowest;
        }
        double scale = 1 / sum;
        double logarithmOfSum = BinaryLogarithm.of(sum);
        double reached = 0;
        double information = 0;
        double power = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < SIZE; i++) {
            double difference = samples[i] - lowest;
            double density = difference * scale;
            double logarithm = BinaryLogarithm.of(difference) - logarithmOfSum;
            reached += density;
            densities[i] = density;
            cumulated[i] = reached;
            logarithms[i] = logarithm;
            information += density * logarithm;
            power += density * density;
            first += density * POSITIONS[i];
            second += density * POSITIONS[i] * POSITIONS[i];
        }
        cumulated[SIZE - 1] = 1;
        entropy = -information;
        mean = first;
        spread = Math.sqrt(Math.max(second - first * first, 0) / (power - EVEN));
    }

    /** Becomes the other, its positions in reverse. */
    void mirror(WindowDensity other) {
        for (int i = 0; i < SIZE; i++) {
            densities[i] = other.densities[SIZE - 1 - i];
            logarithms[i] = other.logarithms[SIZE - 1 - i];
        }
        for (int i = 0; i < SIZE - 1; i++) {
            cumulated[i] = 1 - other.cumulated[SIZE - 2 - i];
        }
        cumulated[SIZE - 1] = 1;
        entropy = other.entropy;
        mean = -other.mean;
        spread = other.spread;
    }

    boolean isConstant() {
        return extent == 0;
    }

    /** Whether nothing can be learnt of the position: all densities equal, or all of the density at one position. */
    boolean isFlatOrPeak() {
        return extent == 0 || entropy == 0;
    }

    /** In bits. */
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
