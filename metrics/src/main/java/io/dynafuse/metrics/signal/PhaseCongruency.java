package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Kovesi's phase congruency: how well the phases of the frequencies that make up an image agree at each sample, which they do
 * at edges and lines, however weak. Log-Gabor filters of {@value LogGaborBank#SCALES} scales in each of
 * {@value LogGaborBank#ORIENTATIONS} orientations; noise is estimated from the median response of the finest scale.
 *
 * @param plane the plane, not constant
 * @param grid which frequencies the samples of its spectrum are taken for
 */
public record PhaseCongruency(Plane plane, FrequencyGrid grid) implements Feature<PhaseCongruency.Maps> {
    /** Keeps ratios finite. */
    static final double SMALL = 1e-4;

    /** How many standard deviations above the mean response to noise the threshold lies. */
    private static final double NOISE_DEVIATIONS = 2;

    /** By which the noise of this measure is overestimated, as Kovesi found by trying. */
    private static final double NOISE_OVERESTIMATED = 1.7;

    /** The spread over frequencies, as a fraction, below which congruency counts less. */
    private static final double SPREAD_CUT_OFF = 0.5;

    /** How sharply it comes to count less. */
    private static final double SPREAD_GAIN = 10;

    /**
     * Phase congruency over all orientations, and the sums over orientations of its products with the direction: of
     * {@code PC² cos²}, {@code PC² sin²} and {@code PC² sin cos}.
     *
     * @param congruency from 0 to 1
     * @param alongX the sum for the horizontal direction
     * @param alongY the sum for the vertical direction
     * @param mixed the sum for both
     */
    public record Maps(double[] congruency, double[] alongX, double[] alongY, double[] mixed) {}

    /** The feature; where grids agree for a plane, the same for each of them. */
    public static PhaseCongruency of(Plane plane, FrequencyGrid grid) {
        return new PhaseCongruency(plane, grid.simplestFor(plane.width(), plane.height()));
    }

    @Override
    public Maps compute(Features features) {
        LogGaborBank bank = features.get(new LogGaborFilters(plane.width(), plane.height(), grid));
        return new Computation(plane, bank).maps();
    }

    /** One use of the filters, with the arrays it needs. */
    private static final class Computation {
        /** Columns written at a time: two cache lines of complex numbers. */
        private static final int TOGETHER = 8;

        private final int width;
        private final int height;
        private final LogGaborBank bank;
        private final DoubleFFT_1D row;
        private final DoubleFFT_1D column;
        /** Low-passed, complex, column by column, divided by the number of samples. */
        private final double[] spectrum;
        /** Complex responses of one orientation by scale; each row then gives way to what is made of it. */
        private final double[][] responses;

        private final double[] energy;
        private final double[] amplitude;
        private final double[] alongX;
        private final double[] alongY;
        private final double[] mixed;

        Computation(Plane plane, LogGaborBank bank) {
            this.width = plane.width();
            this.height = plane.height();
            this.bank = bank;
            this.row = new DoubleFFT_1D(width);
            this.column = new DoubleFFT_1D(height);
            this.spectrum = lowPassed(new Fourier(width, height).forward(plane));
            this.responses = new double[LogGaborBank.SCALES][2 * plane.size()];
            this.energy = new double[plane.size()];
            this.amplitude = new double[plane.size()];
            this.alongX = new double[plane.size()];
            this.alongY = new double[plane.size()];
            this.mixed = new double[plane.size()];
        }

        Maps maps() {
            for (int orientation = 0; orientation < LogGaborBank.ORIENTATIONS; orientation++) {
                transformColumns(orientation);
                transformRows();
                add(orientation);
            }
            for (int i = 0; i < energy.length; i++) {
                energy[i] /= amplitude[i] + SMALL;
            }
            return new Maps(energy, alongX, alongY, mixed);
        }

        private double[] lowPassed(double[] rowByRow) {
            double[] columnByColumn = new double[rowByRow.length];
            double samples = (double) width * height;
            for (int x = 0; x < width; x++) {
                for (int y = 0; y < height; y++) {
                    double factor = bank.lowPass(x, y) / samples;
                    columnByColumn[2 * (x * height + y)] = rowByRow[2 * (y * width + x)] * factor;
                    columnByColumn[2 * (x * height + y) + 1] = rowByRow[2 * (y * width + x) + 1] * factor;
                }
            }
            return columnByColumn;
        }

        private void transformColumns(int orientation) {
            double[] columns = new double[2 * TOGETHER * height];
            for (int x = 0; x < width; x += TOGETHER) {
                int count = Math.min(TOGETHER, width - x);
                for (int scale = 0; scale < LogGaborBank.SCALES; scale++) {
                    for (int i = 0; i < count; i++) {
                        bank.filterColumn(spectrum, x + i, scale, orientation, columns, 2 * i * height);
                        column.complexInverse(columns, 2 * i * height, false);
                    }
                    scatter(columns, x, count, responses[scale]);
                }
            }
        }

        private void scatter(double[] columns, int x, int count, double[] to) {
            for (int y = 0; y < height; y++) {
                int start = 2 * (y * width + x);
                for (int i = 0; i < count; i++) {
                    to[start + 2 * i] = columns[2 * (i * height + y)];
                    to[start + 2 * i + 1] = columns[2 * (i * height + y) + 1];
                }
            }
        }

        private void transformRows() {
            for (int y = 0; y < height; y++) {
                int start = 2 * y * width;
                for (double[] response : responses) {
                    row.complexInverse(response, start, false);
                }
                combineScales(start);
            }
        }

        /**
         * Leaves, in the first half of a row of the responses, the energy before noise is taken off, the sum and the largest
         * of the amplitudes over the scales, and the square of the amplitude at the finest scale.
         */
        private void combineScales(int start) {
            double[] first = responses[0];
            double[] second = responses[1];
            double[] third = responses[2];
            double[] fourth = responses[3];
            for (int x = 0; x < width; x++) {
                int at = start + 2 * x;
                double even1 = first[at];
                double odd1 = first[at + 1];
                double even2 = second[at];
                double odd2 = second[at + 1];
                double even3 = third[at];
                double odd3 = third[at + 1];
                double even4 = fourth[at];
                double odd4 = fourth[at + 1];
                double power = even1 * even1 + odd1 * odd1;
                double amplitude1 = Math.sqrt(power);
                double amplitude2 = Math.sqrt(even2 * even2 + odd2 * odd2);
                double amplitude3 = Math.sqrt(even3 * even3 + odd3 * odd3);
                double amplitude4 = Math.sqrt(even4 * even4 + odd4 * odd4);
                double even = even1 + even2 + even3 + even4;
                double odd = odd1 + odd2 + odd3 + odd4;
                double inPhase = even * even + odd * odd;
                double outOfPhase = Math.abs(even1 * odd - odd1 * even)
                        + Math.abs(even2 * odd - odd2 * even)
                        + Math.abs(even3 * odd - odd3 * even)
                        + Math.abs(even4 * odd - odd4 * even);
                first[start + x] = (inPhase - outOfPhase) / (Math.sqrt(inPhase) + SMALL);
                second[start + x] = amplitude1 + amplitude2 + amplitude3 + amplitude4;
                third[start + x] = Math.max(Math.max(amplitude1, amplitude2), Math.max(amplitude3, amplitude4));
                fourth[start + x] = power;
            }
        }

        private void add(int orientation) {
            double threshold = threshold(orientation);
            double angle = orientation * LogGaborBank.STEP;
            double xx = Math.cos(angle) * Math.cos(angle);
            double yy = Math.sin(angle) * Math.sin(angle);
            double xy = Math.cos(angle) * Math.sin(angle);
            for (int y = 0; y < height; y++) {
                int start = 2 * y * width;
                for (int x = 0; x < width; x++) {
                    int to = y * width + x;
                    double sum = responses[1][start + x];
                    amplitude[to] += sum;
                    double aboveNoise = responses[0][start + x] - threshold;
                    if (aboveNoise > 0) {
                        double weighted = aboveNoise * spreadWeight(sum, responses[2][start + x]);
                        energy[to] += weighted;
                        double square = (weighted / sum) * (weighted / sum);
                        alongX[to] += square * xx;
                        alongY[to] += square * yy;
                        mixed[to] += square * xy;
                    }
                }
            }
        }

        private static double spreadWeight(double sum, double largest) {
            double spread = sum / (largest + SMALL) / LogGaborBank.SCALES;
            return 1 / (1 + Math.exp((SPREAD_CUT_OFF - spread) * SPREAD_GAIN));
        }

        /** What noise alone hardly exceeds: its amplitudes are taken to follow Rayleigh's distribution. */
        private double threshold(int orientation) {
            double[] powers = new double[width * height];
            for (int y = 0; y < height; y++) {
                System.arraycopy(responses[3], 2 * y * width, powers, y * width, width);
            }
            double meanPower = Median.ofNonNegative(powers) / Math.log(2);
            double parameter = Math.sqrt(meanPower * bank.noiseGain(orientation) / 2);
            double mean = parameter * Math.sqrt(Math.PI / 2);
            double deviation = parameter * Math.sqrt(2 - Math.PI / 2);
            return (mean + NOISE_DEVIATIONS * deviation) / NOISE_OVERESTIMATED;
        }
    }
}
