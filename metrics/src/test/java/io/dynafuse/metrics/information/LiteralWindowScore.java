package io.dynafuse.metrics.information;

import java.util.Arrays;

/** The score of two windows worked out word by word: all 81 cells, every step as the definition says it. */
final class LiteralWindowScore {
    private LiteralWindowScore() {}

    /** For unequal windows, neither of which is constant; samples in the order of the positions. */
    static double of(double[] first, double[] second) {
        double[] p = density(first);
        double[] q = density(second);
        double correlation = correlation(p, q);
        double deviations = deviation(p) * deviation(q);
        double[] pSums = sums(p);
        double[] qSums = sums(q);
        double[][] bound = new double[10][10];
        double covariance = 0;
        for (int i = 1; i <= 9; i++) {
            for (int j = 1; j <= 9; j++) {
                bound[i][j] = correlation >= 0 ? Math.min(pSums[i], qSums[j]) : Math.max(pSums[i] + qSums[j] - 1, 0);
                covariance += bound[i][j] - pSums[i] * qSums[j];
            }
        }
        double share = correlation == 0 || deviations == 0 ? 0 : correlation / (covariance / deviations);
        double joint = 0;
        for (int i = 1; i <= 9; i++) {
            for (int j = 1; j <= 9; j++) {
                double coupled = bound[i][j] - bound[i - 1][j] - bound[i][j - 1] + bound[i - 1][j - 1];
                joint += information(share * coupled + (1 - share) * p[i - 1] * q[j - 1]);
            }
        }
        double single = Arrays.stream(p).map(LiteralWindowScore::information).sum()
                + Arrays.stream(q).map(LiteralWindowScore::information).sum();
        return single == 0 ? 0 : 2 * (single - joint) / single;
    }

    private static double information(double density) {
        return density == 0 ? 0 : -density * Math.log(Math.abs(density)) / Math.log(2);
    }

    private static double[] density(double[] window) {
        double lowest = Arrays.stream(window).min().orElseThrow();
        double extent = Arrays.stream(window).max().orElseThrow() - lowest;
        double[] stretched =
                Arrays.stream(window).map(value -> (value - lowest) / extent).toArray();
        double sum = Arrays.stream(stretched).sum();
        return Arrays.stream(stretched).map(value -> value / sum).toArray();
    }

    private static double[] sums(double[] density) {
        double[] sums = new double[10];
        for (int i = 1; i <= 9; i++) {
            sums[i] = sums[i - 1] + density[i - 1];
        }
        return sums;
    }

    private static double correlation(double[] p, double[] q) {
        double pq = 0;
        double pp = 0;
        double qq = 0;
        for (int i = 0; i < 9; i++) {
            pq += (p[i] - 1.0 / 9) * (q[i] - 1.0 / 9);
            pp += (p[i] - 1.0 / 9) * (p[i] - 1.0 / 9);
            qq += (q[i] - 1.0 / 9) * (q[i] - 1.0 / 9);
        }
        return pq / Math.sqrt(pp * qq);
    }

    private static double deviation(double[] density) {
        double mean = 0;
        for (int i = 0; i < 9; i++) {
            mean += density[i] * (i + 1);
        }
        double variance = 0;
        for (int i = 0; i < 9; i++) {
            variance += density[i] * (i + 1 - mean) * (i + 1 - mean);
        }
        return Math.sqrt(variance);
    }
}
