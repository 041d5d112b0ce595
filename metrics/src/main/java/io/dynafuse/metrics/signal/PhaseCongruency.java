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
    /** Added to keep ratios finite. */
    static final double SMALL = 1e-4;

    /** How many standard deviations above the mean response to noise the threshold lies. */
    private static final double NOISE_DEVIATIONS = 2;

    /** The factor by which the noise of this measure is overestimated, as Kovesi found by experiment. */
    private static final double NOISE_OVERESTIMATED = 1.7;

    /** The spread over frequencies, as a fraction, below which congruency is weighted down. */
    private static final double SPREAD_CUT_OFF = 0.5;

    /** How sharply it is weighted down. */
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

    /** One application of the filters, with its arrays. */
    private static final class Computation {
        /** Columns written at a time: four cache lines of complex numbers. */
        private static final int TOGETHER = 16;

        private final int width;
        private final int height;
        private final LogGaborBank bank;
        private final DoubleFFT_1D row;
        private final DoubleFFT_1D column;
        /** Low-passed, complex, column by column, divided by the number of samples. */
        private final double[] spectrum;
        /** Complex responses of one orientation by scale. */
        private final double[][] responses;

        private final CombinedScales combined;
        private final double[][] energy;
        private final double[][] amplitude;
        private final double[][] alongX;
        private final double[][] alongY;
        private final double[][] mixed;

        Computation(Plane plane, LogGaborBank bank) {
            this.width = plane.width();
            this.height = plane.height();
            this.bank = bank;
            OneThread.only();
            this.row = new DoubleFFT_1D(width);
            this.column = new DoubleFFT_1D(height);
            this.spectrum = lowPassed(new Fourier(width, height).forward(plane));
            this.responses = new double[LogGaborBank.SCALES][2 * plane.size()];
            this.combined = new CombinedScales(LogGaborBank.SCALES, width);
            this.energy = new double[height][width];
            this.amplitude = new double[height][width];
            this.alongX = new double[height][width];
            this.alongY = new double[height][width];
            this.mixed = new double[height][width];
        }

        Maps maps() {
            for (int orientation = 0; orientation < LogGaborBank.ORIENTATIONS; orientation++) {
                transformColumns(orientation);
                add(orientation, threshold(orientation));
            }
            return new Maps(congruency(), joined(alongX), joined(alongY), joined(mixed));
        }

        private double[] congruency() {
            double[] congruency = joined(energy);
            double[] divisors = joined(amplitude);
            for (int i = 0; i < congruency.length; i++) {
                congruency[i] /= divisors[i] + SMALL;
            }
            return congruency;
        }

        private double[] joined(double[][] rows) {
            double[] joined = new double[width * height];
            for (int y = 0; y < height; y++) {
                System.arraycopy(rows[y], 0, joined, y * width, width);
            }
            return joined;
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

        /** The level that noise alone hardly exceeds: the amplitudes of the finest scale are assumed to follow Rayleigh's distribution. */
        private double threshold(int orientation) {
            double[] powers = finestPowers();
            double meanPower = Median.ofNonNegative(powers) / Math.log(2);
            double parameter = Math.sqrt(meanPower * bank.noiseGain(orientation) / 2);
            double mean = parameter * Math.sqrt(Math.PI / 2);
            double deviation = parameter * Math.sqrt(2 - Math.PI / 2);
            return (mean + NOISE_DEVIATIONS * deviation) / NOISE_OVERESTIMATED;
        }

        /** Transforms the rows of the finest scale; the squares of the amplitudes. */
        private double[] finestPowers() {
            double[] finest = responses[0];
            double[] powers = new double[width * height];
            for (int y = 0; y < height; y++) {
                row.complexInverse(finest, 2 * y * width, false);
            }
            for (int i = 0; i < powers.length; i++) {
                powers[i] = finest[2 * i] * finest[2 * i] + finest[2 * i + 1] * finest[2 * i + 1];
            }
            return powers;
        }

        /** Transforms the rows of the other scales and combines all scales. */
        private void add(int orientation, double threshold) {
            double cosine = Math.cos(orientation * LogGaborBank.STEP);
            double sine = Math.sin(orientation * LogGaborBank.STEP);
            for (int y = 0; y < height; y++) {
                int start = 2 * y * width;
                combined.read(0, responses[0], start);
                for (int scale = 1; scale < LogGaborBank.SCALES; scale++) {
                    row.complexInverse(responses[scale], start, false);
                    combined.read(scale, responses[scale], start);
                }
                combined.combine();
                combined.weigh(threshold, SPREAD_CUT_OFF, SPREAD_GAIN);
                combined.addTo(amplitude[y], energy[y]);
                combined.squareRatios();
                combined.addMultiple(cosine * cosine, alongX[y]);
                combined.addMultiple(sine * sine, alongY[y]);
                combined.addMultiple(cosine * sine, mixed[y]);
            }
        }
    }
}
