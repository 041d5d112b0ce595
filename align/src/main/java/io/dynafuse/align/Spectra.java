package io.dynafuse.align;

import org.jtransforms.fft.FloatFFT_2D;
import org.jtransforms.utils.CommonUtils;

/**
 * The Fourier transforms of an image's edges, in the corner of a square of zeros: real and imaginary parts alternate.
 *
 * @param size along a side of the square
 * @param width of the image in it
 * @param height of the image in it
 * @param toSource from the image's pixels to those of the source that it shows
 * @param directions of edges, as complex numbers
 * @param strengths of edges, without their mean
 * @param energies the squares of both
 * @param mask which pixels have data
 * @param energy of all pixels
 */
record Spectra(
        int size,
        int width,
        int height,
        Transform toSource,
        float[] directions,
        float[] strengths,
        float[] energies,
        float[] mask,
        double energy) {

    static Spectra of(Orientation edges, Transform toSource, int size) {
        int pixels = edges.width() * edges.height();
        float mean = mean(edges);
        float[] none = new float[pixels];
        float[][] planes = new float[4][pixels];
        double energy = 0;
        for (int i = 0; i < pixels; i++) {
            float valid = edges.valid()[i];
            float strength = valid * (edges.channels()[0][i] - mean);
            float a = valid * edges.channels()[1][i];
            float b = valid * edges.channels()[2][i];
            planes[0][i] = a;
            planes[1][i] = b;
            planes[2][i] = strength;
            planes[3][i] = a * a + b * b + strength * strength;
            energy += planes[3][i];
        }
        int w = edges.width();
        return new Spectra(
                size,
                w,
                edges.height(),
                toSource,
                spectrum(planes[0], planes[1], w, size),
                spectrum(planes[2], none, w, size),
                spectrum(planes[3], none, w, size),
                spectrum(edges.valid(), none, w, size),
                energy);
    }

    private static float mean(Orientation edges) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < edges.valid().length; i++) {
            sum += edges.valid()[i] * edges.channels()[0][i];
            count += edges.valid()[i];
        }
        return (float) (sum / Math.max(count, 1));
    }

    private static float[] spectrum(float[] real, float[] imaginary, int width, int size) {
        float[] square = new float[2 * size * size];
        for (int i = 0; i < real.length; i++) {
            int place = 2 * (i / width * size + i % width);
            square[place] = real[i];
            square[place + 1] = imaginary[i];
        }
        transform(size).complexForward(square);
        return square;
    }

    /** A transform of its own for each thread, as the library's are not to be shared. */
    private static FloatFFT_2D transform(int size) {
        // The library's own threads would compete with those that compare several turns at once. The setting is global
        // to a process.
        CommonUtils.setThreadsBeginN_2D(Long.MAX_VALUE);
        return new FloatFFT_2D(size, size);
    }

    /** The sums of products with another image for all shifts of it, in the real parts. */
    float[] products(Spectra other) {
        float[] sum = new float[directions.length];
        addProducts(directions, other.directions, sum, false);
        addProducts(strengths, other.strengths, sum, false);
        transform(size).complexInverse(sum, true);
        return sum;
    }

    /** The energies of what both images show, for all shifts of the other: of this one in the real parts, of the other in the imaginary ones. */
    float[] energies(Spectra other) {
        float[] sum = new float[directions.length];
        addProducts(energies, other.mask, sum, false);
        addProducts(mask, other.energies, sum, true);
        transform(size).complexInverse(sum, true);
        return sum;
    }

    /** Adds conjugates of one times the other, perhaps as imaginary parts. */
    private static void addProducts(float[] one, float[] other, float[] sum, boolean imaginary) {
        int real = imaginary ? 1 : 0;
        float sign = imaginary ? -1 : 1;
        for (int i = 0; i < one.length; i += 2) {
            sum[i + real] += one[i] * other[i] + one[i + 1] * other[i + 1];
            sum[i + 1 - real] += sign * (one[i] * other[i + 1] - one[i + 1] * other[i]);
        }
    }
}
