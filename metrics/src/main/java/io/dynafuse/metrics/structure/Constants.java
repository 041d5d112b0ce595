package io.dynafuse.metrics.structure;

/**
 * The constants that SSIM adds to numerators and denominators.
 *
 * @param luminance C1, added to products of means
 * @param contrast C2, added to variances
 */
record Constants(double luminance, double contrast) {
    /** The constants for 8-bit images. */
    static final Constants BYTES = ofRange(255);

    /** C1 = (0.01 L)² and C2 = (0.03 L)² for a dynamic range of L. */
    static Constants ofRange(double range) {
        return new Constants(0.01 * range * (0.01 * range), 0.03 * range * (0.03 * range));
    }

    /** The same for variances that are divided by one less than the number of samples: the factor moves to C2. */
    Constants unbiased(int samples) {
        return new Constants(luminance, contrast * (samples - 1) / samples);
    }
}
