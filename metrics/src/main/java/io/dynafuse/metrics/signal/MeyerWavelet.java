package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Feature;
import io.dynafuse.metrics.Features;
import io.dynafuse.metrics.Plane;

/**
 * One level of the discrete Meyer wavelet transform, the plane mirrored beyond its rim. The four bands lie in one plane: the approximation
 * is top left, changes along columns top right, changes along rows bottom left, and changes along both bottom right. A band
 * is longer than half the plane by half the filter.
 *
 * @param plane the plane
 */
public record MeyerWavelet(Plane plane) implements Feature<Plane> {
    /** The scaling filter from its middle outwards; the other half mirrors it. */
    private static final double[] SCALING = {
        0.74458559231880628,
        0.44459300275757724,
        -0.035087555656258346,
        -0.13284520043622938,
        0.030655091960824263,
        0.063739024322801596,
        -0.024348745906078023,
        -0.032130793990211758,
        0.017423434103729693,
        0.015270015130934803,
        -0.011061496392513451,
        -0.0063877183184971563,
        0.006045814097323304,
        0.0022025341009110021,
        -0.002704672124643725,
        -0.00060115023435160925,
        6.5543059305751491e-5,
        -1.6312699734552807e-5,
        3.2054419133447798e-6,
        7.367572885903746e-7,
        -1.4895492164971559e-6,
        1.1307947017916706e-6,
        -5.5063405652522782e-7,
        1.1783004497663934e-7,
        8.2006806503864813e-8,
        -1.0866516536735883e-7,
        6.0669757413511352e-8,
        -1.0798819539621958e-8,
        -1.111944952595278e-8,
        8.519459636796214e-9,
        -1.0099999569414229e-12
    };

    /** The wavelet filter, from its middle outwards: the other half mirrors it too. */
    private static final double[] WAVELET = wavelet();

    /** Taps beside the middle one. */
    private static final int REACH = SCALING.length - 1;

    private static double[] wavelet() {
        double[] wavelet = new double[SCALING.length];
        for (int i = 0; i < wavelet.length; i++) {
            wavelet[i] = i % 2 == 0 ? -SCALING[i] : SCALING[i];
        }
        return wavelet;
    }

    @Override
    public Plane compute(Features features) {
        Plane columns = alongColumns();
        int width = columns.width();
        int band = bandLength(width);
        int rows = columns.height() / 2;
        double[] result = new double[4 * band * rows];
        double[] even = new double[band + REACH + 1];
        double[] odd = new double[band + REACH + 1];
        for (int y = 0; y < columns.height(); y++) {
            split(columns.samples(), y * width, width, even, odd);
            int approximation = y < rows ? 2 * y * band : (2 * (y - rows) + 1) * band;
            int detail = approximation + 2 * rows * band;
            addFiltered(even, odd, SCALING, 0, result, approximation, band);
            addFiltered(odd, even, WAVELET, 1, result, detail, band);
        }
        return Plane.over(2 * band, 2 * rows, result);
    }

    /** The number of samples of a band over {@code length} samples, which cover every overlap of the filter with the plane. */
    private static int bandLength(int length) {
        return (length + 2 * REACH + 1) / 2;
    }

    private Plane alongColumns() {
        int width = plane.width();
        int band = bandLength(plane.height());
        double[] result = new double[2 * band * width];
        for (int k = 0; k < band; k++) {
            addFilteredRows(SCALING, 2 * k - REACH, result, k * width);
            addFilteredRows(WAVELET, 2 * k - REACH + 1, result, (band + k) * width);
        }
        return Plane.over(width, 2 * band, result);
    }

    private void addFilteredRows(double[] half, int middle, double[] to, int start) {
        int width = plane.width();
        double[] from = plane.samples();
        for (int t = REACH; t >= 1; t--) {
            int above = width * Border.SYMMETRIC.map(middle - t, plane.height());
            int below = width * Border.SYMMETRIC.map(middle + t, plane.height());
            double weight = half[t];
            for (int x = 0; x < width; x++) {
                to[start + x] += weight * (from[above + x] + from[below + x]);
            }
        }
        int here = width * Border.SYMMETRIC.map(middle, plane.height());
        for (int x = 0; x < width; x++) {
            to[start + x] += half[0] * from[here + x];
        }
    }

    /** Every other sample of the mirrored row, from the leftmost that a filter covers. */
    private static void split(double[] from, int start, int length, double[] even, double[] odd) {
        for (int i = 0; i < even.length; i++) {
            even[i] = from[start + Border.SYMMETRIC.map(2 * i - 2 * REACH, length)];
            odd[i] = from[start + Border.SYMMETRIC.map(2 * i + 1 - 2 * REACH, length)];
        }
    }

    /**
     * Adds the filtered row: taps at an even distance from the middle apply to {@code own}, which holds the middle, the others to {@code
     * between}, whose samples lie {@code shift} places earlier.
     */
    private static void addFiltered(
            double[] own, double[] between, double[] half, int shift, double[] to, int start, int count) {
        for (int t = REACH; t >= 1; t--) {
            double[] from = t % 2 == 0 ? own : between;
            int before = position(-t, shift);
            int after = position(t, shift);
            double weight = half[t];
            for (int k = 0; k < count; k++) {
                to[start + k] += weight * (from[before + k] + from[after + k]);
            }
        }
        int middle = position(0, shift);
        for (int k = 0; k < count; k++) {
            to[start + k] += half[0] * own[middle + k];
        }
    }

    private static int position(int distance, int shift) {
        return Math.floorDiv(REACH + shift + distance, 2);
    }
}
