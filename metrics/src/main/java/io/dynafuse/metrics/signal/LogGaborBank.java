package io.dynafuse.metrics.signal;

/**
 * Kovesi's log-Gabor filters in the frequency domain. Each is real: the product of a radial factor of its scale, an angular
 * factor of its orientation and a low-pass filter common to all. The first two are kept for the quarter of the spectrum where
 * no frequency is negative, column by column; the other quarters mirror it, with another angle.
 */
final class LogGaborBank {
    static final int SCALES = 4;
    static final int ORIENTATIONS = 6;

    /** The angle from one orientation to the next. */
    static final double STEP = Math.PI / ORIENTATIONS;

    /** Wavelength of the finest scale in pixels. */
    private static final double FINEST_WAVELENGTH = 3;

    /** The ratio of the wavelength of the next scale to that of one. */
    private static final double WAVELENGTH_FACTOR = 2.1;

    /** Standard deviation of the Gaussian over the logarithm of frequency, as a ratio to the centre frequency. */
    private static final double BANDWIDTH = 0.55;

    /** Step between orientations in standard deviations of the Gaussian over angles. */
    private static final double STEP_IN_DEVIATIONS = 1.2;

    /** The frequency at which the low-pass filter has fallen to a half, in cycles per pixel; it removes the corners of the spectrum. */
    private static final double CUT_OFF = 0.45;

    private final int width;
    private final int height;
    private final FrequencyGrid grid;
    private final int quarterWidth;
    private final int quarterHeight;
    private final double[][] radial;
    /** For multiples of the step, once around. */
    private final double[][] angular;

    private final double[] noiseGains;

    LogGaborBank(int width, int height, FrequencyGrid grid) {
        this.width = width;
        this.height = height;
        this.grid = grid;
        this.quarterWidth = width / 2 + 1;
        this.quarterHeight = height / 2 + 1;
        this.radial = new double[SCALES][quarterWidth * quarterHeight];
        this.angular = new double[2 * ORIENTATIONS][quarterWidth * quarterHeight];
        fillFactors();
        this.noiseGains = noiseGains();
    }

    /** The low-pass filter at a sample of the spectrum: a Butterworth filter of order 15. */
    double lowPass(int column, int row) {
        double u = grid.lowPassFrequency(column, width) / CUT_OFF;
        double v = grid.lowPassFrequency(row, height) / CUT_OFF;
        double square = u * u + v * v;
        double cube = square * square * square;
        double sixth = cube * cube;
        return 1 / (1 + sixth * sixth * cube);
    }

    /**
     * Multiplies a column of a spectrum by a filter without its low-pass factor.
     *
     * @param spectrum complex samples column by column
     * @param to receives the {@code height} complex products, from {@code offset} on
     */
    void filterColumn(double[] spectrum, int column, int scale, int orientation, double[] to, int offset) {
        double[] scaling = radial[scale];
        double[] above = aboveAxis(column, orientation);
        double[] below = belowAxis(column, orientation);
        int quarter = Math.min(column, width - column) * quarterHeight;
        int from = 2 * column * height;
        int firstNegative = (height + 1) / 2;
        for (int y = 0; y < firstNegative; y++) {
            double factor = scaling[quarter + y] * below[quarter + y];
            to[offset + 2 * y] = spectrum[from + 2 * y] * factor;
            to[offset + 2 * y + 1] = spectrum[from + 2 * y + 1] * factor;
        }
        for (int y = firstNegative; y < height; y++) {
            double factor = scaling[quarter + height - y] * above[quarter + height - y];
            to[offset + 2 * y] = spectrum[from + 2 * y] * factor;
            to[offset + 2 * y + 1] = spectrum[from + 2 * y + 1] * factor;
        }
    }

    /**
     * How noise adds up over the scales: the mean square of the sum of the even parts of their responses over the mean square
     * of the whole response of the finest scale, twice.
     */
    double noiseGain(int orientation) {
        return noiseGains[orientation];
    }

    private void fillFactors() {
        for (int x = 0; x < quarterWidth; x++) {
            double u = grid.frequency(x, width);
            for (int y = 0; y < quarterHeight; y++) {
                double v = grid.frequency(y, height);
                int at = x * quarterHeight + y;
                double logarithm = Math.log(u * u + v * v) / 2;
                for (int scale = 0; scale < SCALES; scale++) {
                    radial[scale][at] = radialFactor(scale, logarithm);
                }
                double angle = Math.atan2(v, u);
                for (int step = 0; step < angular.length; step++) {
                    angular[step][at] = angularFactor(step, angle);
                }
            }
        }
        for (double[] factors : radial) {
            factors[0] = 0; // No filter passes the mean.
        }
    }

    private static double radialFactor(int scale, double logarithmOfFrequency) {
        double distance = logarithmOfFrequency + Math.log(FINEST_WAVELENGTH) + scale * Math.log(WAVELENGTH_FACTOR);
        double deviation = Math.log(BANDWIDTH);
        return Math.exp(-distance * distance / (2 * deviation * deviation));
    }

    private static double angularFactor(int step, double angle) {
        double distance = Math.abs(angle - step * STEP);
        double shorter = Math.min(distance, 2 * Math.PI - distance);
        double deviation = STEP / STEP_IN_DEVIATIONS;
        return Math.exp(-shorter * shorter / (2 * deviation * deviation));
    }

    /** The angular factors where the vertical frequency is negative; angles grow counter-clockwise, rows downwards. */
    private double[] aboveAxis(int column, int orientation) {
        return angular[isNegative(column) ? ORIENTATIONS - orientation : orientation];
    }

    private double[] belowAxis(int column, int orientation) {
        return angular[
                isNegative(column)
                        ? ORIENTATIONS + orientation
                        : (2 * ORIENTATIONS - orientation) % (2 * ORIENTATIONS)];
    }

    private boolean isNegative(int column) {
        return column > (width - 1) / 2;
    }

    private double[] noiseGains() {
        double[] sumOfScales = new double[quarterWidth * quarterHeight];
        for (double[] factors : radial) {
            for (int i = 0; i < factors.length; i++) {
                sumOfScales[i] += factors[i];
            }
        }
        double[] even = new double[ORIENTATIONS];
        double[] finest = new double[ORIENTATIONS];
        double[] column = new double[height];
        double[] opposite = new double[height];
        for (int x = 0; x < quarterWidth; x++) {
            int oppositeX = (width - x) % width;
            double[] lowPass = lowPassColumn(x);
            double[] oppositeLowPass = lowPassColumn(oppositeX);
            // Opposite columns have the same even part, so one counts for both.
            int count = oppositeX == x ? 1 : 2;
            for (int orientation = 0; orientation < ORIENTATIONS; orientation++) {
                weights(sumOfScales, x, orientation, lowPass, column);
                weights(sumOfScales, oppositeX, orientation, oppositeLowPass, opposite);
                even[orientation] += count * evenPower(column, opposite);
                weights(radial[0], x, orientation, lowPass, column);
                finest[orientation] += power(column);
                if (count == 2) {
                    weights(radial[0], oppositeX, orientation, oppositeLowPass, opposite);
                    finest[orientation] += power(opposite);
                }
            }
        }
        double[] gains = new double[ORIENTATIONS];
        for (int orientation = 0; orientation < ORIENTATIONS; orientation++) {
            gains[orientation] = 2 * even[orientation] / finest[orientation];
        }
        return gains;
    }

    private double[] lowPassColumn(int column) {
        double[] values = new double[height];
        for (int y = 0; y < height; y++) {
            values[y] = lowPass(column, y);
        }
        return values;
    }

    /** A column of a whole filter whose radial factor is given. */
    private void weights(double[] scaling, int column, int orientation, double[] lowPass, double[] to) {
        double[] above = aboveAxis(column, orientation);
        double[] below = belowAxis(column, orientation);
        int quarter = Math.min(column, width - column) * quarterHeight;
        int firstNegative = (height + 1) / 2;
        for (int y = 0; y < firstNegative; y++) {
            to[y] = lowPass[y] * scaling[quarter + y] * below[quarter + y];
        }
        for (int y = firstNegative; y < height; y++) {
            to[y] = lowPass[y] * scaling[quarter + height - y] * above[quarter + height - y];
        }
    }

    private static double evenPower(double[] column, double[] opposite) {
        double even = (column[0] + opposite[0]) / 2;
        double power = even * even;
        for (int y = 1; y < column.length; y++) {
            even = (column[y] + opposite[column.length - y]) / 2;
            power += even * even;
        }
        return power;
    }

    private static double power(double[] column) {
        double power = 0;
        for (double weight : column) {
            power += weight * weight;
        }
        return power;
    }
}
