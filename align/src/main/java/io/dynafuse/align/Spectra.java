package io.dynafuse.align;

import org.jtransforms.fft.FloatFFT_2D;
import org.jtransforms.utils.CommonUtils;

/** Fourier transforms of square planes, complex: real and imaginary part alternating. */
final class Spectra {
    private final int size;
    private final FloatFFT_2D transform;

    Spectra(int size) {
        this.size = size;
        // The library's own threads would compete with those that compare several turns at once. The setting is global to a process.
        CommonUtils.setThreadsBeginN_2D(Long.MAX_VALUE);
        this.transform = new FloatFFT_2D(size, size);
    }

    int size() {
        return size;
    }

    /** The spectrum of two planes, one as real and one as imaginary part, in the top left corner of a square of zeros. */
    float[] of(float[] real, float[] imaginary, int width, int height) {
        float[] square = new float[2 * size * size];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = 2 * (y * size + x);
                square[i] = real[y * width + x];
                square[i + 1] = imaginary[y * width + x];
            }
        }
        transform.complexForward(square);
        return square;
    }

    void inverse(float[] spectrum) {
        transform.complexInverse(spectrum, true);
    }
}
