package io.dynafuse.metrics.correlation;

/** The correlation of samples. */
final class Correlation {
    /** The variance that rounding alone can give a constant on 0..255, such as the difference of two images. */
    private static final double ROUNDING = 1e-20;

    private Correlation() {}

    /** Pearson's coefficient of two images; NaN if one of them is constant. */
    static double of(double[] x, double[] y) {
        // Relative to one of the samples, whole levels give exact sums.
        double x0 = x[0];
        double y0 = y[0];
        double sumX = 0;
        double sumY = 0;
        double sumXX = 0;
        double sumYY = 0;
        double sumXY = 0;
        double oddX = 0;
        double oddY = 0;
        double oddXX = 0;
        double oddYY = 0;
        double oddXY = 0;
        int last = x.length & ~1;
        for (int i = 0; i < last; i += 2) {
            double dx = x[i] - x0;
            double dy = y[i] - y0;
            sumX += dx;
            sumY += dy;
            sumXX += dx * dx;
            sumYY += dy * dy;
            sumXY += dx * dy;
            double ex = x[i + 1] - x0;
            double ey = y[i + 1] - y0;
            oddX += ex;
            oddY += ey;
            oddXX += ex * ex;
            oddYY += ey * ey;
            oddXY += ex * ey;
        }
        if (last < x.length) {
            double dx = x[last] - x0;
            double dy = y[last] - y0;
            sumX += dx;
            sumY += dy;
            sumXX += dx * dx;
            sumYY += dy * dy;
            sumXY += dx * dy;
        }
        double meanX = (sumX + oddX) / x.length;
        double meanY = (sumY + oddY) / x.length;
        double varianceX = (sumXX + oddXX) / x.length - meanX * meanX;
        double varianceY = (sumYY + oddYY) / x.length - meanY * meanY;
        double covariance = (sumXY + oddXY) / x.length - meanX * meanY;
        if (varianceX <= ROUNDING || varianceY <= ROUNDING) {
            return Double.NaN;
        }
        return Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceX) / Math.sqrt(varianceY)));
    }

    /** Pearson's coefficient of {@code x - subtracted} and {@code y}. */
    static double ofDifference(double[] x, double[] subtracted, double[] y) {
        double[] difference = new double[x.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = x[i] - subtracted[i];
        }
        return of(difference, y);
    }
}
