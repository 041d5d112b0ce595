package io.dynafuse.image;

/**
 * An image in memory: one channel (gray) or three (red, green, blue), its samples kept compactly in the depth they came in.
 * Immutable.
 */
public final class Image {
    private final int width;
    private final int height;
    private final int channels;
    private final Samples samples;
    private final ImageMetadata metadata;
    private final boolean gray;

    /** Takes over {@code samples}: nobody may change them from now on. */
    Image(int width, int height, int channels, Samples samples, ImageMetadata metadata) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
        this.metadata = metadata;
        this.gray = channels == 1 || channelsAreEqual(samples);
    }

    /**
     * An image of given values, clipped to [0, 1] and rounded to the nearest level of {@code depth}.
     *
     * @param channels 1 or 3
     * @param planarValues [channels, height, width]
     * @throws IllegalArgumentException if the number of values does not fit the size, or a value is NaN
     */
    public static Image of(int width, int height, int channels, float[] planarValues, SampleDepth depth) {
        ImageBuilder builder = new ImageBuilder(width, height, channels, depth);
        builder.put(new Region(0, 0, width, height), planarValues);
        return builder.build(ImageMetadata.NONE);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** 1 (gray) or 3 (red, green, blue). */
    public int channels() {
        return channels;
    }

    public SampleDepth depth() {
        return samples.depth();
    }

    public ImageMetadata metadata() {
        return metadata;
    }

    /** Whether the image holds no colour: it has one channel, or its three channels are equal at every pixel. */
    public boolean isGray() {
        return gray;
    }

    /** The bytes its samples take in memory. */
    public long byteSize() {
        return (long) samples.length() * depth().bytes();
    }

    /** The values of all pixels in [0, 1], as [channels, height, width]. */
    public float[] values() {
        return values(new Region(0, 0, width, height));
    }

    /**
     * The values of a part of the image in [0, 1], as [channels, region height, region width].
     *
     * @throws IllegalArgumentException if the region reaches beyond the image
     */
    public float[] values(Region region) {
        requireInside(region, width, height);
        int plane = Math.multiplyExact(region.width(), region.height());
        float[] values = new float[Math.multiplyExact(plane, channels)];
        for (int channel = 0; channel < channels; channel++) {
            for (int row = 0; row < region.height(); row++) {
                int start = ((region.y() + row) * width + region.x()) * channels + channel;
                samples.get(start, channels, region.width(), values, channel * plane + row * region.width());
            }
        }
        return values;
    }

    Samples samples() {
        return samples;
    }

    static void requireInside(Region region, int width, int height) {
        if (!region.isInside(width, height)) {
            throw new IllegalArgumentException(
                    "expected a region inside the " + width + " x " + height + " pixels of the image, found " + region);
        }
    }

    private static boolean channelsAreEqual(Samples samples) {
        for (int i = 0; i < samples.length(); i += 3) {
            if (!samples.equal(i, i + 1) || !samples.equal(i, i + 2)) {
                return false;
            }
        }
        return true;
    }
}
