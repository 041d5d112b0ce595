package io.dynafuse.metrics.perception;

/**
 * Two real planes as real and imaginary part of a complex one. A filter whose spectrum is real and symmetric keeps them separate, so that
 * one transform serves both.
 */
final class PairedPlanes {
    private PairedPlanes() {}

    static double[] pair(double[] real, double[] imaginary) {
        double[] complex = new double[2 * real.length];
        for (int i = 0; i < real.length; i++) {
            complex[2 * i] = real[i];
            complex[2 * i + 1] = imaginary[i];
        }
        return complex;
    }

    static double[] real(double[] complex) {
        return part(complex, 0);
    }

    static double[] imaginary(double[] complex) {
        return part(complex, 1);
    }

    private static double[] part(double[] complex, int offset) {
        double[] part = new double[complex.length / 2];
        for (int i = 0; i < part.length; i++) {
            part[i] = complex[2 * i + offset];
        }
        return part;
    }
}
