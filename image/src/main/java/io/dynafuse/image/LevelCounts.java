package io.dynafuse.image;

import java.util.stream.IntStream;

/**
 * How often each level occurs among the samples of an image of 8 or 16 bits, over all channels, where it has data.
 *
 * @param counts one for each level
 */
record LevelCounts(SampleDepth depth, long[] counts) {
    /** Parts that are counted at once. */
    private static final int BANDS = 16;

    static LevelCounts of(Image image) {
        int bands = Math.min(BANDS, image.height());
        long[] counts = IntStream.range(0, bands)
                .parallel()
                .mapToObj(band -> counted(image, row(image, band, bands), row(image, band + 1, bands)))
                .reduce(new long[image.depth().maximum() + 1], LevelCounts::sum);
        return new LevelCounts(image.depth(), counts);
    }

    private static int row(Image image, int band, int bands) {
        return (int) ((long) image.height() * band / bands);
    }

    private static long[] counted(Image image, int top, int bottom) {
        long[] counts = new long[image.depth().maximum() + 1];
        int channels = image.channels();
        if (image.isOpaque()) {
            count(image.samples(), top * image.width() * channels, bottom * image.width() * channels, counts);
            return counts;
        }
        Samples alphas = image.alphas().orElseThrow();
        for (int pixel = top * image.width(); pixel < bottom * image.width(); pixel++) {
            if (!alphas.isZero(pixel)) {
                count(image.samples(), pixel * channels, (pixel + 1) * channels, counts);
            }
        }
        return counts;
    }

    private static void count(Samples samples, int from, int to, long[] counts) {
        if (samples instanceof Samples.Bytes bytes) {
            byte[] levels = bytes.array();
            for (int i = from; i < to; i++) {
                counts[levels[i] & 0xff]++;
            }
        } else if (samples instanceof Samples.Shorts shorts) {
            short[] levels = shorts.array();
            for (int i = from; i < to; i++) {
                counts[levels[i] & 0xffff]++;
            }
        } else {
            throw new IllegalArgumentException("expected a depth of 8 or 16 bits, found " + samples.depth());
        }
    }

    private static long[] sum(long[] first, long[] second) {
        long[] sum = new long[first.length];
        for (int level = 0; level < sum.length; level++) {
            sum[level] = first[level] + second[level];
        }
        return sum;
    }

    SampleRange range() {
        long samples = below(counts.length);
        if (samples == 0) {
            return new SampleRange(depth, 0, 0, 0, 0, 0);
        }
        long stray = samples / SampleRange.ONE_IN;
        int low = ofRank(stray);
        int high = ofRank(samples - 1 - stray);
        long outside = below(low) + samples - below(high + 1);
        return new SampleRange(
                depth,
                value(ofRank(0)),
                value(low),
                value(high),
                value(ofRank(samples - 1)),
                (double) outside / samples);
    }

    /** The level of the sample that has so many before it when all are in order. */
    private int ofRank(long rank) {
        int level = 0;
        for (long before = counts[0]; before <= rank; before += counts[level]) {
            level++;
        }
        return level;
    }

    private long below(int level) {
        return IntStream.range(0, level).mapToLong(lower -> counts[lower]).sum();
    }

    private float value(int level) {
        return level / (float) depth.maximum();
    }
}
