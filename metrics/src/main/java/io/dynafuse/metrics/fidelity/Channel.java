package io.dynafuse.metrics.fidelity;

import io.dynafuse.metrics.Plane;

/**
 * Local variances and covariance of a source and the fused image, read as a channel: the source scaled by a gain, plus noise of
 * the channel, plus noise of the eye.
 *
 * @param source variances of the source
 * @param fused variances of the fused image
 * @param shared covariances
 */
record Channel(double[] source, double[] fused, double[] shared) {
    /** Windows handled at a time, so that what belongs to them stays in the first cache; a multiple of those in a product. */
    static final int BLOCK = 512;

    /** Variances below are taken for rounding residues of zero. */
    private static final double TINY = 1e-10;

    /** Factors in a product, few enough not to overflow on any scale of samples. */
    private static final int FACTORS = 16;

    Channel(Plane source, Plane fused, Plane shared) {
        this(source.samples(), fused.samples(), shared.samples());
    }

    int size() {
        return source.length;
    }

    /**
     * What a viewer learns of the source from the fused image and from the source itself, as powers: the logarithm of each entry
     * is the information.
     *
     * @param noise variance of the noise of the eye
     * @param gains where the gains of the channel go, from the first entry on
     * @param throughChannel where 1 + signal / noise of the fused image goes
     * @param direct where 1 + signal / noise of the source goes
     */
    void information(double noise, int start, int count, double[] gains, double[] throughChannel, double[] direct) {
        for (int i = 0; i < count; i++) {
            double variance = source[start + i];
            double covariance = shared[start + i];
            double gain = (covariance + Math.abs(covariance)) / (2 * (variance + TINY));
            double excess = fused[start + i] - gain * covariance - TINY;
            double channelNoise = (excess + Math.abs(excess)) / 2 + TINY;
            gains[i] = gain;
            throughChannel[i] = 1 + gain * gain * variance / (channelNoise + noise);
            direct[i] = 1 + variance / noise;
        }
        silenceFlatWindows(start, count, gains, throughChannel, direct);
    }

    private void silenceFlatWindows(int start, int count, double[] gains, double[] throughChannel, double[] direct) {
        for (int i = 0; i < count; i++) {
            if (source[start + i] < TINY) {
                gains[i] = 0;
                throughChannel[i] = 1;
                direct[i] = 1;
            } else if (fused[start + i] < TINY) {
                gains[i] = 0;
                throughChannel[i] = 1;
            }
        }
    }

    /** The sum of the decimal logarithms, by way of products, as logarithms are dear. */
    static double sumOfLogarithms(double[] values, int count) {
        double sum = 0;
        int i = 0;
        for (; i + FACTORS <= count; i += FACTORS) {
            double first = values[i] * values[i + 1] * values[i + 2] * values[i + 3];
            double second = values[i + 4] * values[i + 5] * values[i + 6] * values[i + 7];
            double third = values[i + 8] * values[i + 9] * values[i + 10] * values[i + 11];
            double fourth = values[i + 12] * values[i + 13] * values[i + 14] * values[i + 15];
            sum += Math.log10(first * second * (third * fourth));
        }
        for (; i < count; i++) {
            sum += Math.log10(values[i]);
        }
        return sum;
    }
}
