package io.dynafuse.image;

import io.dynafuse.image.Ranks.Ranked;
import java.util.Arrays;

/**
 * The range of values, within 0 to 1, that an image uses, over the samples of all channels where it has data.
 *
 * <p>Beside the least and the greatest value there are two that leave out a thousandth of the samples at either end, as a single dead or
 * hot pixel says nothing about an image. With fewer than 1,000 samples both pairs are the same. All four are values that occur,
 * found by counting.
 *
 * @param depth of the image
 * @param low the least value without the lowest thousandth
 * @param high the greatest value without the highest thousandth
 * @param outside the share of samples below {@code low} or above {@code high}
 */
public record SampleRange(SampleDepth depth, float minimum, float low, float high, float maximum, double outside) {
    /** A sample in so many is a stray one at either end. */
    static final int ONE_IN = 1000;

    /** A smaller part of the range looks to a network like no contrast. */
    private static final double NARROW = 0.1;

    /** Level 12 of 255. */
    private static final float DARK = 0.05f;

    /** Looks at every pixel. An image in which none has data is black. */
    public static SampleRange of(Image image) {
        return image.depth() == SampleDepth.FLOAT_32
                ? new Counting(image).range()
                : LevelCounts.of(image).range();
    }

    /** Whether all but some stray samples lie within less than a tenth of the whole range. */
    public boolean isNarrow() {
        return isNarrow(low, high);
    }

    /** Whether two values lie within less than a tenth of the whole range. */
    public static boolean isNarrow(float low, float high) {
        return high - low < NARROW;
    }

    /** Whether the image is an 8-bit one with nothing but dark values, as a picture of the night; counts of a sensor have more bits or higher values. */
    public boolean looksUnlit() {
        return depth == SampleDepth.BITS_8 && isNarrow() && low < DARK;
    }

    /** Whether all samples are the same. */
    public boolean isConstant() {
        return minimum == maximum;
    }

    /** Counts samples, first coarsely, then around the wanted ones. */
    private static final class Counting {
        private final Image image;
        private final Ranks ranks = new Ranks();
        private float minimum = 1;
        private float maximum = 0;

        Counting(Image image) {
            this.image = image;
        }

        SampleRange range() {
            forEachRow(row -> {
                ranks.count(row);
                for (float value : row) {
                    minimum = Math.min(minimum, value);
                    maximum = Math.max(maximum, value);
                }
            });
            long samples = ranks.size();
            if (samples == 0) {
                return new SampleRange(image.depth(), 0, 0, 0, 0, 0);
            }
            long stray = samples / ONE_IN;
            Ranked low = ranks.ranked(stray);
            Ranked high = ranks.ranked(samples - 1 - stray);
            forEachRow(row -> {
                low.count(row);
                high.count(row);
            });
            long outside = low.below() + samples - high.below() - high.same();
            return new SampleRange(
                    image.depth(), minimum, low.value(), high.value(), maximum, (double) outside / samples);
        }

        private interface RowWork {
            void on(float[] row);
        }

        private void forEachRow(RowWork work) {
            for (int y = 0; y < image.height(); y++) {
                Region row = new Region(0, y, image.width(), 1);
                float[] values = image.values(row);
                work.on(image.isOpaque() ? values : withData(values, image.alpha(row)));
            }
        }

        private static float[] withData(float[] values, float[] alphas) {
            float[] kept = new float[values.length];
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                if (alphas[i % alphas.length] > 0) {
                    kept[count++] = values[i];
                }
            }
            return Arrays.copyOf(kept, count);
        }
    }
}
