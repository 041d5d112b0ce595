package io.dynafuse.metrics.signal;

import java.util.Arrays;

/**
 * Combines the responses of the filters of all scales for one row. Computed in short loops over arrays of one length, which the compiler
 * vectorises.
 */
final class CombinedScales {
    /** Keeps a quotient of zeros zero. */
    private static final double NEXT_TO_NOTHING = Double.MIN_NORMAL;

    private final double[][] even;
    private final double[][] odd;
    private final double[] sumOfEven;
    private final double[] sumOfOdd;
    private final double[] amplitude;
    private final double[] largest;
    private final double[] energy;

    CombinedScales(int scales, int width) {
        this.even = new double[scales][width];
        this.odd = new double[scales][width];
        this.sumOfEven = new double[width];
        this.sumOfOdd = new double[width];
        this.amplitude = new double[width];
        this.largest = new double[width];
        this.energy = new double[width];
    }

    /** Adds the complex responses of a scale from {@code start} on. */
    void read(int scale, double[] responses, int start) {
        split(responses, start, even[scale], odd[scale]);
    }

    private static void split(double[] complex, int start, double[] real, double[] imaginary) {
        for (int x = 0; x < real.length; x++) {
            real[x] = complex[start + 2 * x];
            imaginary[x] = complex[start + 2 * x + 1];
        }
    }

    /** To be called after all scales were added. */
    void combine() {
        Arrays.fill(sumOfEven, 0);
        Arrays.fill(sumOfOdd, 0);
        Arrays.fill(amplitude, 0);
        Arrays.fill(largest, 0);
        Arrays.fill(energy, 0);
        for (int scale = 0; scale < even.length; scale++) {
            add(even[scale], sumOfEven);
            add(odd[scale], sumOfOdd);
            addAmplitude(even[scale], odd[scale], amplitude, largest);
        }
        for (int scale = 0; scale < even.length; scale++) {
            subtractOutOfPhase(even[scale], odd[scale], sumOfEven, sumOfOdd, energy);
        }
        normalise(sumOfEven, sumOfOdd, energy);
    }

    private static void add(double[] values, double[] sum) {
        for (int x = 0; x < sum.length; x++) {
            sum[x] += values[x];
        }
    }

    private static void addAmplitude(double[] even, double[] odd, double[] sum, double[] largest) {
        for (int x = 0; x < sum.length; x++) {
            double amplitude = Math.sqrt(even[x] * even[x] + odd[x] * odd[x]);
            sum[x] += amplitude;
            largest[x] = Math.max(largest[x], amplitude);
        }
    }

    private static void subtractOutOfPhase(
            double[] even, double[] odd, double[] sumOfEven, double[] sumOfOdd, double[] energy) {
        for (int x = 0; x < energy.length; x++) {
            energy[x] -= Math.abs(even[x] * sumOfOdd[x] - odd[x] * sumOfEven[x]);
        }
    }

    private static void normalise(double[] sumOfEven, double[] sumOfOdd, double[] energy) {
        for (int x = 0; x < energy.length; x++) {
            double inPhase = sumOfEven[x] * sumOfEven[x] + sumOfOdd[x] * sumOfOdd[x];
            energy[x] = (inPhase + energy[x]) / (Math.sqrt(inPhase) + PhaseCongruency.SMALL);
        }
    }

    /** Subtracts the noise from the energy and weights the rest by the spread over frequencies. */
    void weigh(double noise, double cutOff, double gain) {
        double scales = even.length;
        for (int x = 0; x < largest.length; x++) {
            double spread = amplitude[x] / (scales * (largest[x] + PhaseCongruency.SMALL));
            largest[x] = 1 + Elementary.exp(gain * (cutOff - spread));
        }
        weigh(noise, largest, energy);
    }

    private static void weigh(double noise, double[] divisors, double[] energy) {
        for (int x = 0; x < energy.length; x++) {
            energy[x] = Math.max(0, energy[x] - noise) / divisors[x];
        }
    }

    /** Adds the amplitudes to one row and the energies to another. */
    void addTo(double[] amplitudes, double[] energies) {
        add(amplitude, amplitudes);
        add(energy, energies);
    }

    /** Replaces the energies by the squares of their ratios to the amplitudes. */
    void squareRatios() {
        squareRatios(amplitude, energy);
    }

    private static void squareRatios(double[] amplitude, double[] energy) {
        for (int x = 0; x < energy.length; x++) {
            double ratio = energy[x] / (amplitude[x] + NEXT_TO_NOTHING);
            energy[x] = ratio * ratio;
        }
    }

    /** Adds multiples of the squares to a row. */
    void addMultiple(double factor, double[] row) {
        addMultiple(factor, energy, row);
    }

    private static void addMultiple(double factor, double[] values, double[] sum) {
        for (int x = 0; x < sum.length; x++) {
            sum[x] += factor * values[x];
        }
    }
}
