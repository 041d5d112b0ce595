package io.dynafuse.blend;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The noise of an image: the response to a mask of second differences along rows and columns, which edges and slopes hardly answer
 * (J. Immerkær, "Fast Noise Variance Estimation", 1996, doi:10.1006/cviu.1996.0060), in the smoothest tenth of the image.
 */
final class Noise {
    private static final double WINDOW = 4;
    private static final float DARKEST = 0.004f;
    private static final float BRIGHTEST = 0.98f;
    private static final double LEAST_SHARE = 0.02;
    private static final double SMOOTHEST = 0.1;
    private static final int SAMPLES = 1 << 17;
    /** Less than any level. */
    private static final float UNKNOWN = -1;

    private Noise() {}

    /** The standard deviation of the noise of an image; 0 if nearly all of it is black or white. */
    static double of(Plane luma) {
        return of(Bands.of(luma.width(), luma.height(), 1, Bands.PIXELS), rows -> Band.of(luma, rows));
    }

    /**
     * The same, found band by band.
     *
     * @param luma gives rows of the image
     */
    static double of(Bands bands, Function<Rows, Band> luma) {
        long pixels = (long) bands.width() * bands.height();
        int step = (int) (1 + pixels / SAMPLES);
        float[] levels = new float[(int) (pixels / step)];
        bands.forEach((band, rows) -> {
            Band wide = luma.apply(rows.wider(1 + Smoothing.reach(WINDOW), bands.height()));
            Band residual = residual(wide);
            Plane.forRows(bands.width(), rows.count(), (from, to) -> {
                Smoothing.Means ofResidual = Smoothing.means(residual, WINDOW);
                Smoothing.Means ofLuma = Smoothing.means(wide, WINDOW);
                int first = firstSample(rows.from() + from, bands.width(), step);
                int last = Math.min(levels.length, firstSample(rows.from() + to, bands.width(), step));
                for (int sample = first; sample < last; sample++) {
                    int y = (int) ((long) sample * step / bands.width());
                    int x = (int) ((long) sample * step % bands.width());
                    float mean = ofLuma.at(x, y);
                    levels[sample] = mean > DARKEST && mean < BRIGHTEST ? ofResidual.at(x, y) : UNKNOWN;
                }
            });
        });
        Arrays.sort(levels);
        int unknown = 0;
        while (unknown < levels.length && levels[unknown] == UNKNOWN) {
            unknown++;
        }
        int known = levels.length - unknown;
        if (known <= LEAST_SHARE * levels.length) {
            return 0;
        }
        return levels[unknown + (int) (SMOOTHEST * (known - 1))] * Math.sqrt(Math.PI / 2);
    }

    /** The first sample in a row or below. */
    private static int firstSample(int row, int width, int step) {
        return (int) (((long) row * width + step - 1) / step);
    }

    /** The absolute response to the mask 1 −2 1, −2 4 −2, 1 −2 1, over 6, whose mean is that of noise times √(2/π). */
    private static Band residual(Band luma) {
        int width = luma.width();
        return Band.of(width, luma.height(), luma.inner(1), () -> {
            // With one more at either end.
            float[] vertical = new float[width + 2];
            float[] sums = new float[width];
            return y -> {
                secondDifference(luma.row(y - 1), luma.row(y), luma.row(y + 1), sums);
                System.arraycopy(sums, 0, vertical, 1, width);
                vertical[0] = sums[Smoothing.mirrored(-1, width)];
                vertical[width + 1] = sums[Smoothing.mirrored(width, width)];
                float[] row = new float[width];
                for (int x = 0; x < width; x++) {
                    row[x] = Math.abs(vertical[x] - 2 * vertical[x + 1] + vertical[x + 2]) / 6;
                }
                return row;
            };
        });
    }

    private static void secondDifference(float[] above, float[] here, float[] below, float[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = above[x] - 2 * here[x] + below[x];
        }
    }
}
