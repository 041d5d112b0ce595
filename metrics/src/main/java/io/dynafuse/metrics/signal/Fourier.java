package io.dynafuse.metrics.signal;

import io.dynafuse.metrics.Plane;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Fourier transforms of planes of one size. Spectra are complex, row by row, real and imaginary part alternating, not shifted: the mean
 * comes first. Rows and columns are transformed separately, as the library's transforms of whole planes would start threads of their own.
 */
public final class Fourier {
    /** Columns gathered at a time: one cache line of complex numbers each way. */
    private static final int GATHERED = 8;

    private final int width;
    private final int height;
    private final DoubleFFT_1D row;
    private final DoubleFFT_1D column;

    public Fourier(int width, int height) {
        this.width = width;
        this.height = height;
        OneThread.only();
        this.row = new DoubleFFT_1D(width);
        this.column = new DoubleFFT_1D(height);
    }

    /** The spectrum of a plane. */
    public double[] forward(Plane plane) {
        double[] samples = plane.samples();
        double[] spectrum = new double[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            spectrum[2 * i] = samples[i];
        }
        forward(spectrum);
        return spectrum;
    }

    /** Transforms complex samples in place. */
    public void forward(double[] complex) {
        for (int y = 0; y < height; y++) {
            row.complexForward(complex, 2 * y * width);
        }
        overColumns(complex, column::complexForward);
    }

    /** Transforms a spectrum back in place, divided by the number of samples. */
    public void inverse(double[] spectrum) {
        for (int y = 0; y < height; y++) {
            row.complexInverse(spectrum, 2 * y * width, true);
        }
        overColumns(spectrum, (values, offset) -> column.complexInverse(values, offset, true));
    }

    private interface InPlace {
        void transform(double[] values, int offset);
    }

    private void overColumns(double[] values, InPlace transform) {
        double[] gathered = new double[GATHERED * 2 * height];
        for (int start = 0; start < width; start += GATHERED) {
            int count = Math.min(GATHERED, width - start);
            for (int y = 0; y < height; y++) {
                int from = 2 * (y * width + start);
                for (int i = 0; i < count; i++) {
                    gathered[2 * (i * height + y)] = values[from + 2 * i];
                    gathered[2 * (i * height + y) + 1] = values[from + 2 * i + 1];
                }
            }
            for (int i = 0; i < count; i++) {
                transform.transform(gathered, 2 * i * height);
            }
            for (int y = 0; y < height; y++) {
                int to = 2 * (y * width + start);
                for (int i = 0; i < count; i++) {
                    values[to + 2 * i] = gathered[2 * (i * height + y)];
                    values[to + 2 * i + 1] = gathered[2 * (i * height + y) + 1];
                }
            }
        }
    }
}
