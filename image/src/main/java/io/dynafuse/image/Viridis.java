package io.dynafuse.image;

/**
 * The colour map viridis, from dark violet for 0 to yellow for 1, in which equal steps look equal: its ten-colour palette, interpolated linearly.
 */
public final class Viridis {
    private static final int[] PALETTE = {
        0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725
    };

    private Viridis() {}

    /**
     * The colour of a value.
     *
     * @param value clipped to [0, 1]
     * @return red, green and blue in [0, 1]
     * @throws IllegalArgumentException if the value is NaN
     */
    public static float[] rgb(float value) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("expected a number, found NaN");
        }
        float position = Math.min(Math.max(value, 0), 1) * (PALETTE.length - 1);
        int below = Math.min((int) position, PALETTE.length - 2);
        float share = position - below;
        float[] rgb = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            rgb[channel] = (1 - share) * level(below, channel) + share * level(below + 1, channel);
        }
        return rgb;
    }

    /**
     * Colours a gray image.
     *
     * @param gray one channel
     * @return three channels of 8 bits
     * @throws IllegalArgumentException if the image has more than one channel
     */
    public static Image colour(Image gray) {
        if (gray.channels() != 1) {
            throw new IllegalArgumentException("expected an image of 1 channel, found " + gray.channels());
        }
        ImageBuilder painted = new ImageBuilder(gray.width(), gray.height(), 3, SampleDepth.BITS_8);
        for (int y = 0; y < gray.height(); y++) {
            Region row = new Region(0, y, gray.width(), 1);
            painted.put(row, paint(gray.values(row)));
        }
        return painted.build(ImageMetadata.NONE);
    }

    /** The colours of values, as [3, length]. */
    static float[] paint(float[] values) {
        float[] planar = new float[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            float[] rgb = rgb(values[i]);
            for (int channel = 0; channel < 3; channel++) {
                planar[channel * values.length + i] = rgb[channel];
            }
        }
        return planar;
    }

    private static float level(int entry, int channel) {
        return (PALETTE[entry] >> (16 - 8 * channel) & 0xff) / 255f;
    }
}
