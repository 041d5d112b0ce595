package io.dynafuse.metrics.fidelity;

import io.dynafuse.metrics.Plane;

/**
 * Local variances and covariance of a source and the fused image, modelled as a channel: the source scaled by a gain, plus noise of the
 * channel, plus noise of the eye.
 *
 * @param source variances of the source
 * @param fused variances of the fused image
 * @param shared covariances
 */
record Channel(double[] source, double[] fused, double[] shared) {
    /** The windows handled at a time, so that their data stay in the first-level cache. */
    static final int BLOCK = 512;

    /** Variances below this limit are taken for zero with residues of rounding. */
    private static final double TINY = 1e-10;

    /** The factors in a product, few enough not to overflow on any scale of samples. */
    private static final int FACTORS = 32;

    private static final double NATURAL_OF_TEN = Math.log(10);

    Channel(Plane source, Plane fused, Plane shared) {
        this(source.samples(), fused.samples(), shared.samples());
    }

    int size() {
        return source.length;
    }

    /** The information about the source that a viewer gets in a block of windows, as powers: the logarithm of an entry is the information. */
    static final class Information {
        /** The gains of the channel. */
        final double[] gains = new double[BLOCK];
        /** Through the fused image: 1 + signal / noise. */
        final double[] throughChannel = new double[BLOCK];
        /** From the source itself: 1 + signal / noise. */
        final double[] direct = new double[BLOCK];

        private final double[] source = new double[BLOCK];
        private final double[] fused = new double[BLOCK];
        private final double[] shared = new double[BLOCK];

        /** @param noise variance of the noise of the eye */
        void read(Channel channel, double noise, int start, int count) {
            // Loops whose arrays all begin at the same index are vectorised.
            System.arraycopy(channel.source, start, source, 0, count);
            System.arraycopy(channel.fused, start, fused, 0, count);
            System.arraycopy(channel.shared, start, shared, 0, count);
            gains(source, shared, count, gains);
            channelNoise(fused, shared, gains, count, throughChannel);
            signalToNoise(source, gains, noise, count, throughChannel);
            for (int i = 0; i < count; i++) {
                direct[i] = 1 + source[i] / noise;
            }
            silenceFlatWindows(count);
        }

        private static void gains(double[] source, double[] shared, int count, double[] gains) {
            for (int i = 0; i < count; i++) {
                double positive = shared[i] + Math.abs(shared[i]);
                gains[i] = positive / (2 * (source[i] + TINY));
            }
        }

        private static void channelNoise(double[] fused, double[] shared, double[] gains, int count, double[] noise) {
            for (int i = 0; i < count; i++) {
                double excess = fused[i] - gains[i] * shared[i] - TINY;
                noise[i] = (excess + Math.abs(excess)) / 2 + TINY;
            }
        }

        private static void signalToNoise(
                double[] source, double[] gains, double noise, int count, double[] throughChannel) {
            for (int i = 0; i < count; i++) {
                throughChannel[i] = 1 + gains[i] * gains[i] * source[i] / (throughChannel[i] + noise);
            }
        }

        private void silenceFlatWindows(int count) {
            for (int i = 0; i < count; i++) {
                if (source[i] < TINY || fused[i] < TINY) {
                    gains[i] = 0;
                    throughChannel[i] = 1;
                    direct[i] = source[i] < TINY ? 1 : direct[i];
                }
            }
        }
    }

    /** The sum of the decimal logarithms, computed through products, as logarithms are slow. */
    static double sumOfLogarithms(double[] values, int count) {
        double sum = 0;
        for (int start = 0; start < count; start += FACTORS) {
            sum += Math.log(product(values, start, Math.min(count, start + FACTORS)));
        }
        return sum / NATURAL_OF_TEN;
    }

    private static double product(double[] values, int start, int end) {
        double even = 1;
        double odd = 1;
        int i = start;
        for (; i + 1 < end; i += 2) {
            even *= values[i];
            odd *= values[i + 1];
        }
        return i < end ? even * odd * values[i] : even * odd;
    }
}
